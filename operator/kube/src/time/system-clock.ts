import { performance } from 'node:perf_hooks';
import type { Clock } from './clock.ts';

/** The longest delay that Node's timers keep; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The clock of the machine. `monotonicMs` goes on while the process is stopped by a signal, which leases rely on. */
export function systemClock(): Clock {
  return {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
      return () => clearTimeout(timer);
    },
  };
}
