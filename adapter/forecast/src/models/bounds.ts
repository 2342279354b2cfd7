import type { Training } from './model.ts';

/** Where forecasts may lie. */
export interface Bounds {
  readonly lowest: number;
  readonly highest: number;
}

/** The range seen and half of its width to either side; not below zero for a load that never was. */
export function boundsOf({ values, end, nonNegative }: Training): Bounds {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let time = 0; time < end; time += 1) {
    lowest = Math.min(lowest, values[time] as number);
    highest = Math.max(highest, values[time] as number);
  }
  const margin = (highest - lowest) / 2;
  return { lowest: floorOf(lowest - margin, nonNegative), highest: highest + margin };
}

/** For models without a range: nothing but zero, and that for a load that was never negative. */
export function signOf({ nonNegative }: Training): Bounds {
  return { lowest: nonNegative ? 0 : Number.NEGATIVE_INFINITY, highest: Number.POSITIVE_INFINITY };
}

/** The value, or the bound that it passed. */
export function within({ lowest, highest }: Bounds, value: number): number {
  return Math.min(highest, Math.max(lowest, value));
}

function floorOf(lowest: number, nonNegative: boolean): number {
  return nonNegative ? Math.max(0, lowest) : lowest;
}
