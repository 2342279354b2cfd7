import type { Trace } from '../trace/trace.ts';
import type { Troubles } from '../troubles.ts';

/** A Deployment brings its pods in four rounds: it may have a quarter of them too many. (apps/v1, maxSurge) */
const rounds = 4;

/** A deploy of pods that serve another share of what those before did. */
export interface Deploy {
  /** When it begins, in hours before the end. */
  readonly from: number;
  readonly startupSeconds: number;
  readonly capacityShare: number;
}

/**
 * The rollout of a Deployment that keeps an old pod until a new one is ready (`maxUnavailable: 0`): the new template is
 * to be seen at once, and a quarter of the pods is replaced each start-up time.
 */
export function rollout(
  trace: Trace,
  { from, startupSeconds, capacityShare }: Deploy,
): Pick<Troubles, 'template' | 'rollsOut' | 'capacityShare'> {
  const begin = (trace.times.at(-1) ?? 0) - 3_600 * from;
  const replaced = (now: number) =>
    Math.min(1, Math.max(0, Math.floor((now - begin) / startupSeconds)) / rounds);
  return {
    template: (now) => (now >= begin ? 'second' : 'first'),
    rollsOut: (now) => now >= begin && replaced(now) < 1,
    capacityShare: (now) => 1 + replaced(now) * (capacityShare - 1),
  };
}
