import { hpa } from '../policies/hpa.ts';
import { predictive } from '../policies/predictive.ts';
import type { Setup } from '../policies/setup.ts';
import { run } from '../run.ts';
import type { Score } from '../score.ts';
import type { Trace } from '../trace/trace.ts';
import { syncSeconds } from '../world.ts';
import { type Fault, faulty } from './faults.ts';

/** How a fault was borne, from its beginning on. */
export interface Borne {
  readonly fault: string;
  readonly plain: Score;
  readonly own: Score;
  /** Most minutes a day that the scaler may be short: those of the plain HPA, a twentieth more, and one. */
  readonly bound: number;
}

/** Utilisation at which the HPA aims that a scaler is compared with. */
const plainTarget = 0.7;
/** Minutes a day that a scaler may be short beside an HPA that never is. */
const spareMinutesPerDay = 1;

/**
 * Risk that a scaler is asked for beside the bound: less than what it leaves beside an HPA that is never short. Who asks
 * for more is above the bound by wish, and who asks for just as much on every other day, because what was asked
 * comes true as a mean over many.
 */
export const borneRiskPercent = 0.02;
/** What the bound leaves beside an HPA that is never short, in percent of the time. */
export const spareRiskPercent = (100 * spareMinutesPerDay) / 1_440;

/** Runs the scaler and a plain HPA at 70 % through a fault. Both are scored from its beginning on. */
export function bear(trace: Trace, fault: Fault, circumstances: Omit<Setup, 'world'>): Borne {
  const { startupSeconds } = circumstances;
  const world = faulty(trace, fault, startupSeconds);
  const setup = { ...circumstances, world };
  const end = world.startsAt + syncSeconds * world.syncs;
  const from = fault.from === undefined ? world.startsAt : end - 3_600 * fault.from;
  const options = {
    warmupDays: Math.max(0, from - world.startsAt) / 86_400,
    startupSeconds: () => startupSeconds,
  };
  const plain = run(setup, hpa({ ...setup, hpaTarget: plainTarget }), options);
  const own = run(setup, predictive(setup), options);
  const bound = 1.05 * plain.violationMinutesPerDay + spareMinutesPerDay;
  return { fault: fault.name, plain, own, bound };
}
