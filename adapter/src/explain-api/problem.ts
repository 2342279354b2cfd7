/** Why a question was not answered. Stable words for programs. */
export const problemCodes = {
  QUERY_INVALID: { status: 400, title: 'The query breaks a rule' },
  TOKEN_MISSING: { status: 401, title: 'Nobody asks' },
  TOKEN_INVALID: { status: 401, title: 'The token is nobody’s' },
  FORBIDDEN: { status: 403, title: 'A right is missing' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this path' },
  SCALER_UNKNOWN: { status: 404, title: 'No decision of this scaler is known' },
  NO_FORECAST: { status: 404, title: 'There is no forecast at present' },
  INTERNAL: { status: 500, title: 'The adapter failed' },
  REVIEW_UNAVAILABLE: { status: 503, title: 'Rights cannot be checked' },
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

/** A question that is not answered; `detail` is a sentence that says what to do. */
export class Problem extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, detail: string, options: { readonly cause?: unknown } = {}) {
    super(detail, options);
    this.name = 'Problem';
    this.code = code;
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
