import { HttpProblem } from '@pricecast/runtime';

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

/** A question that is not answered. */
export class Problem extends HttpProblem<ProblemCode> {
  protected override get kinds(): typeof problemCodes {
    return problemCodes;
  }
}
