import { z } from 'zod';
import { jsonIn } from '../json-in.ts';
import type { SlotSeries } from './demand-history.ts';
import { NumberReader } from './number-reader.ts';
import { mostSlots, type Slots } from './slots.ts';

const headSchema = z.object({
  version: z.literal(1),
  uid: z.string(),
  stepMs: z.number().positive(),
  originMs: z.number(),
});

/** First line of a history file. */
export type HistoryHead = z.infer<typeof headSchema>;

const [blank, endOfLine] = [0x20, 0x0a];

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
 * lines that cannot be read are left out; of several values for a slot the last one counts. When a process starts it reads
 * a thousand files of ten thousand lines: nothing is made for each line.
 */
export function readHistory(bytes: Buffer): ReadHistory | undefined {
  const end = bytes.indexOf(endOfLine);
  const head = headSchema.safeParse(jsonIn(bytes.toString('utf8', 0, Math.max(0, end))));
  if (!head.success) return undefined;
  let [least, last, lines] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  eachLine(bytes, end + 1, (slot) => {
    lines += 1;
    if (Number.isNaN(slot)) return;
    least = Math.min(least, slot);
    last = Math.max(last, slot);
  });
  if (last < least) return { head: head.data, series: { firstSlot: 0, values: [] }, lines };
  const firstSlot = Math.max(least, last - mostSlots + 1);
  const values = new Array<number | null>(last - firstSlot + 1).fill(null);
  eachLine(bytes, end + 1, (slot, value) => {
    if (slot >= firstSlot) values[slot - firstSlot] = value;
  });
  return { head: head.data, series: { firstSlot, values }, lines };
}

/** Tells slot and value of every whole line; NaN and 0 for one that cannot be read. */
function eachLine(bytes: Buffer, begin: number, tell: (slot: number, value: number) => void): void {
  const reader = new NumberReader(bytes);
  let [from, between] = [begin, -1];
  for (let at = begin; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === blank && between < 0) between = at;
    if (byte !== endOfLine) continue;
    const slot = between > from ? reader.read(from, between) : Number.NaN;
    const value = between > from ? reader.read(between + 1, at) : Number.NaN;
    if (Number.isSafeInteger(slot) && Number.isFinite(value)) tell(slot, value);
    else tell(Number.NaN, 0);
    [from, between] = [at + 1, -1];
  }
}
