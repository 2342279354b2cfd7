import { HttpProblem } from '@pricecast/runtime';

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

/** A request that is not answered. */
export class Problem extends HttpProblem<ProblemCode> {
  protected override get kinds(): typeof problemCodes {
    return problemCodes;
  }
}
