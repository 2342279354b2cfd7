/** Names of the headers that a message of the pipeline may carry. */
export const headerNames = {
  contentType: 'content-type',
  /** Name and version of the value's schema, such as `trade/1`. */
  schema: 'schema',
  /** Name of the source in the PricePipeline. */
  source: 'source',
  /** When the collector received the event: milliseconds since the epoch. */
  ingestTime: 'ingest-time',
  /** `true` when the event was not seen live but asked for later. */
  backfill: 'backfill',
  /** Time of the event in the recording that is being replayed: milliseconds since the epoch. */
  originalTime: 'original-time',
  /** W3C trace context. */
  traceparent: 'traceparent',
} as const;

/** What a message says about itself besides key, value and timestamp. */
export interface MessageOrigin {
  readonly schema: string;
  readonly source: string;
  /** Milliseconds since the epoch. */
  readonly ingestTime: number;
  readonly traceparent: string;
  /** True when the event was asked for later instead of seen live. */
  readonly backfill: boolean;
  /** Milliseconds since the epoch, of a replayed recording only. */
  readonly originalTime: number | undefined;
}

/** Headers as Kafka takes them. What does not apply is left out, not written as empty. */
export function messageHeaders(origin: MessageOrigin): Record<string, string> {
  const headers: Record<string, string> = {
    [headerNames.contentType]: 'application/json',
    [headerNames.schema]: origin.schema,
    [headerNames.source]: origin.source,
    [headerNames.ingestTime]: String(origin.ingestTime),
    [headerNames.traceparent]: origin.traceparent,
  };
  if (origin.backfill) headers[headerNames.backfill] = 'true';
  if (origin.originalTime !== undefined) headers[headerNames.originalTime] = String(origin.originalTime);
  return headers;
}

/**
 * `traceparent` of the W3C Trace Context recommendation, level 1: version 00, not sampled.
 * `traceId` is 32 and `spanId` 16 lower-case hexadecimal digits, neither all zero.
 */
export function traceparent(traceId: string, spanId: string): string {
  return `00-${traceId}-${spanId}-00`;
}
