import type { Setup } from '../policies/setup.ts';
import { type Progress, silent } from '../progress.ts';
import { cut } from '../trace/part.ts';
import type { Trace } from '../trace/trace.ts';
import { type Borne, bear } from './bear.ts';
import { faults } from './faults.ts';

/** Days of the trace that one run has: enough to have learned a daily shape before the fault. */
const daysRun = 4;
/** Days before the end of the trace at which runs end, so that each fault falls on several hours of the day. */
const ends: readonly number[] = [0, 1.3];

/** A fault as it was borne at several places of a trace. */
export interface Trial {
  readonly fault: string;
  readonly runs: readonly Borne[];
  readonly held: boolean;
}

/** Every fault at several places of a trace, as many as it is long enough for. Tells how many are over. */
export function* faultSuite(
  trace: Trace,
  circumstances: Omit<Setup, 'world'>,
  progress: Progress = silent,
): Generator<Trial> {
  const days = ((trace.times.at(-1) ?? 0) - (trace.times[0] ?? 0)) / 86_400;
  const parts = ends
    .filter((end, index) => index === 0 || days - end >= daysRun)
    .map((end) => cut(trace, daysRun, end));
  progress.begin('faults', faults.length);
  for (const [index, fault] of faults.entries()) {
    progress.reach(index);
    const runs = parts.map((part) => bear(part, fault, circumstances));
    const held = runs.every(({ own, bound }) => own.violationMinutesPerDay <= bound);
    yield { fault: fault.name, runs, held };
  }
}
