import type { Instant, Sample } from './sample.ts';

/** When the newest sample was seen first. */
export interface Arrival {
  readonly at: Instant;
  readonly seen: Instant;
  /** Whether it came as late as the one before: samples flow, only late, or another clock stamps them. */
  readonly steady: boolean;
}

/** A sample that is older than so many intervals is stale. */
const staleAfterIntervals = 2;
/** Share of an interval by which a look may come late: looks fall on the ends of intervals, give or take a little. */
const lateLook = 0.1;
/** Samples that come later than this are of no use, however steadily they come. */
const mostLateMilliseconds = 600_000;

/** Takes note of a sample: the same one arrives once. */
export function arrivalOf(
  before: Arrival | undefined,
  { at }: Sample,
  time: { readonly now: Instant; readonly intervalSeconds: number },
): Arrival {
  if (before?.at === at) return before;
  const { now } = time;
  const interval = 1_000 * time.intervalSeconds;
  const late = now - at;
  const steady =
    before !== undefined &&
    at > before.at &&
    late <= mostLateMilliseconds &&
    Math.abs(late - (before.seen - before.at)) <= interval &&
    now - before.seen <= staleAfterIntervals * interval;
  return { at, seen: now, steady };
}

/**
 * Whether a sample may be decided on: it is young by its stamp, or it has just come, as late as the one before. A
 * source that is behind by minutes still tells more than none; one that has ended tells nothing.
 */
export function isFresh(
  { at, seen, steady }: Arrival,
  { now, intervalSeconds }: { readonly now: Instant; readonly intervalSeconds: number },
): boolean {
  const interval = 1_000 * intervalSeconds;
  const longest = staleAfterIntervals * interval;
  return now - at <= longest || (steady && now - seen <= longest + lateLook * interval);
}
