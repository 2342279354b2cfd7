import { type FailureDetails, type FailureReason, failureBody } from './status-body.ts';

/** A request as the metric APIs look at it. */
export interface MetricRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** What is sent back. A body is always JSON unless `text` is given. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Serialised body; empty with 304. */
  readonly body: string;
  /** When the oldest value in the body was produced, milliseconds since the epoch; absent where there is no value. */
  readonly producedAt?: number;
}

export const jsonType = 'application/json';

/** A body that was asked for. */
export const found = (body: object): Answer => ({
  status: 200,
  contentType: jsonType,
  body: JSON.stringify(body),
});

/** The same for values, of which each knows when it was produced. */
export function foundValues(body: object, items: readonly { readonly at: number }[]): Answer {
  const answer = found(body);
  return items.length === 0 ? answer : { ...answer, producedAt: Math.min(...items.map(({ at }) => at)) };
}

/**
 * A failure as a Status body. No answer carries `Retry-After`: clients would obey it ten times in a row and hold
 * one of the HPA's five workers meanwhile.
 */
export function refused(reason: FailureReason, message: string, details?: FailureDetails): Answer {
  const body = failureBody(reason, message, details);
  return { status: body.code, contentType: jsonType, body: JSON.stringify(body) };
}

/** Plain text, as probes have it. */
export const plain = (status: number, body: string): Answer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body,
});
