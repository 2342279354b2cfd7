import { offeredDemand } from '@pricecast/decision';
import type { Policy } from '../policies/policy.ts';
import type { Setup } from '../policies/setup.ts';
import { type RunOptions, run } from '../run.ts';
import type { Score } from '../score.ts';
import { syncSeconds } from '../world.ts';
import { ObservedRows } from './observed-rows.ts';
import type { Outcome, Service } from './service.ts';

/** What is measured of a workload: all that is offered, or only what it serves. */
export type Measure = 'offered' | 'served';

/** A workload in a closed loop with what is measured of it. */
export interface ClosedLoop {
  readonly service: Service;
  readonly measure: Measure;
}

/** Runs a policy where what it sees depends on what it did: on a queue, on retries, on what was served. */
export function runClosed(
  setup: Setup,
  open: (setup: Setup) => Policy,
  { service, measure }: ClosedLoop,
  options: RunOptions,
): Score {
  const rows = new ObservedRows(setup.world);
  const seen = { ...setup, world: rows.world };
  let waitingBefore = 0;
  const onOutcome = (now: number, { served, rejected, waiting }: Outcome) => {
    const work = { seconds: syncSeconds, served, rejected, waitingBefore, waitingAfter: waiting };
    rows.note(now, measure === 'served' ? served : offeredDemand(work));
    waitingBefore = waiting;
  };
  return run(seen, open(seen), { ...options, service, onOutcome });
}
