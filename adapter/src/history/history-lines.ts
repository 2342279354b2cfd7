import { z } from 'zod';
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
  const head = headSchema.safeParse(parsed(first));
  if (!head.success) return undefined;
  const known = new Map<number, number>();
  for (const line of rest.slice(0, -1)) {
    const [, slot, value] = /^(-?\d+) (\S+)$/.exec(line) ?? [];
    if (slot !== undefined && Number.isFinite(Number(value))) known.set(Number(slot), Number(value));
  }
  return { head: head.data, series: seriesOf(known), lines: rest.length - 1 };
}

function seriesOf(known: ReadonlyMap<number, number>): SlotSeries {
  if (known.size === 0) return { firstSlot: 0, values: [] };
  const slots = [...known.keys()];
  const last = slots.reduce((a, b) => Math.max(a, b));
  const first = Math.max(
    slots.reduce((a, b) => Math.min(a, b)),
    last - mostSlots + 1,
  );
  const values = Array.from({ length: last - first + 1 }, (_, index) => known.get(first + index) ?? null);
  return { firstSlot: first, values };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses undefined.
    return undefined;
  }
}
