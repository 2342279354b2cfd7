/** Next offset of every partition, by partition number, as seen at a moment (milliseconds since the epoch). */
export interface OffsetMark {
  readonly at: number;
  readonly offsets: readonly bigint[];
}

/**
 * Records per second and partition between two marks; undefined where the marks do not belong together, as after
 * a topic was deleted and made anew. A partition that is new began at 0.
 */
export function ratesBetween(before: OffsetMark, after: OffsetMark): readonly number[] | undefined {
  const seconds = (after.at - before.at) / 1_000;
  if (seconds <= 0 || after.offsets.length < before.offsets.length) return undefined;
  const counts = after.offsets.map((offset, partition) => offset - (before.offsets[partition] ?? 0n));
  return counts.some((count) => count < 0n) ? undefined : counts.map((count) => Number(count) / seconds);
}

/** Sum of the rates of all partitions. */
export const totalOf = (rates: readonly number[]): number => rates.reduce((sum, rate) => sum + rate, 0);
