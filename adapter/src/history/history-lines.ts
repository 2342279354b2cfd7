import { z } from 'zod';
import { jsonIn } from '../json-in.ts';
import type { SlotSeries } from './demand-history.ts';
import { mostSlots, type Slots } from './slots.ts';

const headSchema = z.object({
  version: z.literal(1),
  uid: z.string(),
  stepMs: z.number().positive(),
  originMs: z.number(),
});

/** First line of a history file. */
export type HistoryHead = z.infer<typeof headSchema>;

/** The first line for a scaler. */
export const headLine = (uid: string, { stepMs, originMs }: Slots): string =>
  `${JSON.stringify({ version: 1, uid, stepMs, originMs } satisfies HistoryHead)}\n`;

/** One line for each known value: slot, blank, value. Gaps are not written. */
export function valueLines(firstSlot: number, values: readonly (number | null)[]): string {
  return values
    .map((value, index) => (value === null ? '' : `${firstSlot + index} ${Number(value.toPrecision(9))}\n`))
    .join('');
}

/** What a history file says. */
export interface ReadHistory {
  readonly head: HistoryHead;
  readonly series: SlotSeries;
  /** Lines with values, repetitions and forgotten ones included. */
  readonly lines: number;
}

/**
 * Reads a history file; undefined where its first line is none of ours. A last line that was cut off by a crash and
 * lines that cannot be read are left out; of several values for a slot the last one counts.
 */
export function readHistory(text: string): ReadHistory | undefined {
  const end = text.indexOf('\n');
  const head = headSchema.safeParse(jsonIn(text.slice(0, Math.max(0, end))));
  if (!head.success) return undefined;
  const slots: number[] = [];
  const values: number[] = [];
  let lines = 0;
  for (let from = end + 1, to = text.indexOf('\n', from); to >= 0; to = text.indexOf('\n', from)) {
    const blank = text.indexOf(' ', from);
    const slot = Number(text.slice(from, blank));
    const value = blank + 1 < to ? Number(text.slice(blank + 1, to)) : Number.NaN;
    if (blank > from && blank < to && Number.isInteger(slot) && Number.isFinite(value)) {
      slots.push(slot);
      values.push(value);
    }
    lines += 1;
    from = to + 1;
  }
  return { head: head.data, series: seriesOf(slots, values), lines };
}

function seriesOf(slots: readonly number[], known: readonly number[]): SlotSeries {
  if (slots.length === 0) return { firstSlot: 0, values: [] };
  const last = slots.reduce((most, slot) => Math.max(most, slot), Number.NEGATIVE_INFINITY);
  const least = slots.reduce((fewest, slot) => Math.min(fewest, slot), Number.POSITIVE_INFINITY);
  const firstSlot = Math.max(least, last - mostSlots + 1);
  const values = new Array<number | null>(last - firstSlot + 1).fill(null);
  slots.forEach((slot, index) => {
    if (slot >= firstSlot) values[slot - firstSlot] = known[index] ?? null;
  });
  return { firstSlot, values };
}
