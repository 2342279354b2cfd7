import { Failure, sentenceOf, UsageError } from './failure.ts';

/** A command of hack/: its name for messages, its usage text and what it does with the words after its name. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  run(words: readonly string[]): Promise<void>;
}

/** Runs a command to its exit code: 0 success, 1 failure, 2 wrong usage; errors are one sentence on stderr. */
export async function runCommand(command: Command, words: readonly string[]): Promise<number> {
  if (words.includes('--help') || words.includes('-h')) {
    process.stdout.write(command.usage);
    return 0;
  }
  try {
    await command.run(words);
    return 0;
  } catch (error) {
    return reportFailure(command.name, error);
  }
}

function reportFailure(name: string, error: unknown): number {
  process.stderr.write(`${name}: ${sentenceOf(error)}\n`);
  if (error instanceof Failure) for (const line of error.details) process.stderr.write(`  ${line}\n`);
  if (error instanceof UsageError) process.stderr.write(`  ${name} --help shows what it takes\n`);
  if (!(error instanceof Failure) && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return error instanceof UsageError ? 2 : 1;
}
