import type { Trace } from './trace.ts';

const secondsPerDay = 86_400;

/** The rows from a number of days before the end on, up to another number of days before it. */
export function cut(trace: Trace, daysBack: number, daysLeft: number): Trace {
  const end = (trace.times.at(-1) ?? 0) - daysLeft * secondsPerDay;
  const begin = end - daysBack * secondsPerDay;
  const kept = [...trace.times.keys()].filter((row) => {
    const time = trace.times[row] as number;
    return time >= begin && time <= end;
  });
  return picked(trace, kept);
}

/** Some rows of a trace. */
export const picked = ({ times, loads }: Trace, rows: readonly number[]): Trace => ({
  times: Float64Array.from(rows, (row) => times[row] as number),
  loads: Float64Array.from(rows, (row) => loads[row] as number),
});
