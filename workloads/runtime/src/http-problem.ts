import { z } from 'zod';

/** What a code means to a caller. */
export interface ProblemKind {
  /** HTTP status of the answer. */
  readonly status: number;
  readonly title: string;
}

/** Body of an answer that is an error, by RFC 9457. */
export interface ProblemBody<Code extends string> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Member of our own: the constant word. */
  readonly code: Code;
}

/** Schema of such a body, for a description of the interface. */
export const problemAnswer = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string(),
  })
  .describe('An error by RFC 9457.');

/** Media type of such a body. */
export const problemMediaType = 'application/problem+json';

/** What an HttpProblem may carry beside its sentence. */
export interface ProblemOptions {
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** A request that is not answered; the message is a sentence that says what to do. Each interface has its codes. */
export abstract class HttpProblem<Code extends string> extends Error {
  readonly code: Code;
  /** When it may be asked again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: Code, detail: string, { retryAfterSeconds, cause }: ProblemOptions = {}) {
    super(detail, { cause });
    this.name = 'Problem';
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** What the codes of the interface mean. */
  protected abstract get kinds(): Readonly<Record<Code, ProblemKind>>;

  get status(): number {
    return this.kinds[this.code].status;
  }

  get body(): ProblemBody<Code> {
    const { status, title } = this.kinds[this.code];
    const type = `urn:pricecast:problem:${this.code.toLowerCase().replaceAll('_', '-')}`;
    return { type, title, status, detail: this.message, code: this.code };
  }
}
