/** Why a request was not answered. Stable words for programs. */
export const problemCodes = {
  QUERY_INVALID: { status: 400, title: 'The query breaks a rule' },
  POSITION_INVALID: { status: 400, title: 'The position cannot be read' },
  PIPELINE_UNKNOWN: { status: 404, title: 'Another pipeline is served here' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this path' },
  STREAMS_EXHAUSTED: { status: 503, title: 'All event streams are taken' },
  STARTING: { status: 503, title: 'The history is not read yet' },
  INTERNAL: { status: 500, title: 'The gateway failed' },
} as const;

export type ProblemCode = keyof typeof problemCodes;

/** Body of an answer that is an error, by RFC 9457. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Member of our own: the constant word. */
  readonly code: ProblemCode;
}

export const problemMediaType = 'application/problem+json';

/** A request that is not answered; `detail` is a sentence that says what to do. */
export class Problem extends Error {
  readonly code: ProblemCode;
  /** When it may be asked again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    options: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return problemCodes[this.code].status;
  }

  get body(): ProblemBody {
    const { status, title } = problemCodes[this.code];
    const type = `urn:pricecast:problem:${this.code.toLowerCase().replaceAll('_', '-')}`;
    return { type, title, status, detail: this.message, code: this.code };
  }
}
