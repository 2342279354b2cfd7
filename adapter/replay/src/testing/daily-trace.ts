import type { Setup } from '../policies/setup.ts';
import type { Trace } from '../trace/trace.ts';
import { worldOf } from '../world.ts';

const rowsPerDay = 288;
const rowsPerHour = 12;

/** A load with a daily shape and a jump each hour, one row each five minutes. */
export function dailyTrace(days: number): Trace {
  const rows = days * rowsPerDay;
  const times = Float64Array.from({ length: rows }, (_, row) => 1_700_000_000 + 300 * row);
  const loads = Float64Array.from({ length: rows }, (_, row) => {
    const daily = 100 + 60 * Math.sin((2 * Math.PI * row) / rowsPerDay);
    const jump = row % rowsPerHour >= 6 && row % rowsPerHour < 9 ? 120 : 0;
    return daily + jump + ((row * 7_919) % 11);
  });
  return { times, loads };
}

/** A load that swings calmly about 250 each day, so that an HPA at 70 % is never short; it rises at the end. */
export function calmTrace(days: number): Trace {
  const rows = days * rowsPerDay;
  const times = Float64Array.from({ length: rows }, (_, row) => 1_700_000_000 + 300 * row);
  const loads = Float64Array.from({ length: rows }, (_, row) => {
    const daily = 250 + 90 * Math.sin((2 * Math.PI * row) / rowsPerDay + 5);
    return daily * (1 + 0.02 * Math.sin(0.37 * row * row));
  });
  return { times, loads };
}

export const setupOf = (trace: Trace, changes: Partial<Setup> = {}): Setup => ({
  world: worldOf(trace),
  capacity: 10,
  startupSeconds: 120,
  min: 1,
  max: 100,
  hpaTarget: 0.7,
  risk: { type: 'Shortfall', percent: 1 },
  pricePerPodHour: 0.05,
  ...changes,
});
