/**
 * An expected end of a command: a stable code for programs and one sentence for the person who waits. `details`
 * are further lines (the end of a log, a list of what is missing) printed below the sentence.
 */
export class Failure extends Error {
  readonly code: string;
  readonly details: readonly string[];

  constructor(
    code: string,
    sentence: string,
    options: { details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(sentence, { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.details = options.details ?? [];
  }
}

/** Wrong usage: exit code 2, and the reader is sent to `--help`. */
export class UsageError extends Failure {
  constructor(sentence: string) {
    super('USAGE', sentence);
    this.name = 'UsageError';
  }
}

/** The sentence of anything that was thrown; never empty. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}
