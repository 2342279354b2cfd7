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
  const [first = '', ...rest] = text.split('\n');
  const head = headSchema.safeParse(jsonIn(first));
  if (!head.success) return undefined;
  const known = rest.slice(0, -1).flatMap((line) => valueIn(line) ?? []);
  return { head: head.data, series: seriesOf(known), lines: rest.length - 1 };
}

interface KnownSlot {
  readonly slot: number;
  readonly value: number;
}

function valueIn(line: string): KnownSlot | undefined {
  const blank = line.indexOf(' ');
  if (blank <= 0 || blank === line.length - 1) return undefined;
  const [slot, value] = [Number(line.slice(0, blank)), Number(line.slice(blank + 1))];
  return Number.isInteger(slot) && Number.isFinite(value) ? { slot, value } : undefined;
}

function seriesOf(known: readonly KnownSlot[]): SlotSeries {
  if (known.length === 0) return { firstSlot: 0, values: [] };
  const last = known.reduce((most, { slot }) => Math.max(most, slot), Number.NEGATIVE_INFINITY);
  const least = known.reduce((fewest, { slot }) => Math.min(fewest, slot), Number.POSITIVE_INFINITY);
  const firstSlot = Math.max(least, last - mostSlots + 1);
  const values = new Array<number | null>(last - firstSlot + 1).fill(null);
  for (const { slot, value } of known) if (slot >= firstSlot) values[slot - firstSlot] = value;
  return { firstSlot, values };
}
