import type { PastValue } from '../reading.ts';
import { type OffsetMark, ratesBetween, totalOf } from './offset-rate.ts';

/**
 * Demand between neighbouring marks of the past, oldest first. `lows` are the first offsets that the topic still
 * has. A slot is known when nothing of it was deleted: in each partition that has lost records the slot must begin
 * after the first one that is left. Before the first record of a whole topic there was no history.
 */
export function loadsBetween(marks: readonly OffsetMark[], lows: readonly bigint[]): readonly PastValue[] {
  const values = marks.slice(1).map((after, index): PastValue => {
    const before = marks[index] ?? after;
    const rates = isWhole(before, lows) ? ratesBetween(before, after) : undefined;
    return { at: before.at, load: rates === undefined ? undefined : totalOf(rates) };
  });
  const begin = values.findIndex(({ load }) => load !== undefined && load > 0);
  return begin < 0 ? [] : values.slice(begin);
}

const isWhole = ({ offsets }: OffsetMark, lows: readonly bigint[]): boolean =>
  lows.every((low, partition) => low === 0n || (offsets[partition] ?? 0n) > low);

/** Whether nothing older is left: every partition stands at its first offset. */
export const isAtBegin = ({ offsets }: OffsetMark, lows: readonly bigint[]): boolean =>
  offsets.every((offset, partition) => offset <= (lows[partition] ?? 0n));
