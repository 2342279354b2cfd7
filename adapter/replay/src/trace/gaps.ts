import { stepOf, type Trace } from './trace.ts';

/** Steps without a row that make a gap: a row that comes a little late is none. */
const fewestSteps = 2;

/** Stretches of a trace without rows. */
export interface Gaps {
  readonly count: number;
  readonly seconds: number;
  readonly longestSeconds: number;
}

/** Where rows are missing in a trace, beyond its usual step. */
export function gapsOf(trace: Trace): Gaps {
  const step = trace.joined?.stepSeconds ?? stepOf(trace);
  const { times } = trace;
  const found = { count: 0, seconds: 0, longestSeconds: 0 };
  for (let row = 1; row < times.length; row += 1) {
    const seconds = (times[row] as number) - (times[row - 1] as number);
    if (seconds < (fewestSteps + 1) * step) continue;
    found.count += 1;
    found.seconds += seconds - step;
    found.longestSeconds = Math.max(found.longestSeconds, seconds - step);
  }
  return found;
}
