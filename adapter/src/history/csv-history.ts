import type { PastValue } from '../demand/reading.ts';
import { beginOf, mostSlots, type Slots, slotOf } from './slots.ts';

interface Row {
  readonly at: number;
  readonly load: number;
}

/** Rows that are so many times farther apart than usual have a gap between them. */
const gapFactor = 2.5;

/**
 * Reads `timestamp,value` lines: ISO 8601 or milliseconds since the epoch, and the load in the unit of the demand;
 * a first line that is no row is a heading. Throws HISTORY_UNREADABLE with the number of the line.
 */
export function rowsOf(csv: string): readonly Row[] {
  const lines = csv.split(/\r?\n/).map((line) => line.trim());
  const rows = lines.flatMap((line, index) => {
    if (line === '') return [];
    const row = rowOf(line);
    if (row !== undefined) return [row];
    if (index === 0) return [];
    throw new Error(
      `HISTORY_UNREADABLE: line ${index + 1} is not "timestamp,value" but "${line.slice(0, 80)}"`,
    );
  });
  return rows.sort((a, b) => a.at - b.at);
}

function rowOf(line: string): Row | undefined {
  const [time = '', text = '', ...rest] = line.split(',').map((cell) => cell.trim());
  const at = /^\d{11,}$/.test(time) ? Number(time) : Date.parse(time);
  const load = text === '' ? Number.NaN : Number(text);
  const isRow = rest.length === 0 && Number.isFinite(at) && Number.isFinite(load) && load >= 0;
  return isRow ? { at, load } : undefined;
}

/**
 * Rows on the slots of a scaler: the mean where there are several, the line between neighbours where there is none. The
 * newest slots only, as many as are remembered: a row of a wrong century makes nothing longer.
 */
export function onSlots(rows: readonly Row[], slots: Slots): readonly PastValue[] {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return [];
  const widest = gapFactor * usualSpacing(rows);
  const values: PastValue[] = [];
  const lastSlot = slotOf(slots, last.at);
  const firstSlot = Math.max(slotOf(slots, first.at), lastSlot - mostSlots + 1);
  let index = Math.max(
    0,
    rows.findIndex(({ at }) => at >= beginOf(slots, firstSlot)),
  );
  for (let slot = firstSlot; slot <= lastSlot; slot += 1) {
    const [begin, end] = [beginOf(slots, slot), beginOf(slots, slot + 1)];
    const inside: Row[] = [];
    while (index < rows.length && (rows[index]?.at ?? end) < end) {
      const row = rows[index];
      if (row !== undefined) inside.push(row);
      index += 1;
    }
    const load =
      inside.length > 0 ? meanOf(inside) : between(rows[index - 1], rows[index], (begin + end) / 2, widest);
    values.push({ at: begin, load });
  }
  return values;
}

const meanOf = (rows: readonly Row[]): number => rows.reduce((sum, { load }) => sum + load, 0) / rows.length;

function between(
  left: Row | undefined,
  right: Row | undefined,
  at: number,
  widest: number,
): number | undefined {
  if (left === undefined || right === undefined || right.at - left.at > widest) return undefined;
  return left.load + ((right.load - left.load) * (at - left.at)) / (right.at - left.at);
}

/** Median of the distances, in milliseconds. */
function usualSpacing(rows: readonly Row[]): number {
  const distances = rows.slice(1).map(({ at }, index) => at - (rows[index]?.at ?? at));
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
}
