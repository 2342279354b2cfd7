import { renderedBehavior } from '../hpa/behavior.ts';
import { syncSeconds, type World } from '../world.ts';
import type { Policy } from './policy.ts';
import type { Setup } from './setup.ts';

/** A fixed count that 99.9 % of the rows do not exceed. */
export function staticPeak({ world, capacity }: Setup): Policy {
  const ordered = Float64Array.from(world.trace.loads).sort();
  const peak = ordered[Math.ceil(0.999 * ordered.length) - 1] ?? 0;
  const wish = { replicas: peak / capacity, reason: 'Static' };
  return { name: 'static', behavior: renderedBehavior, wish: () => wish };
}

/** Perfect foresight over the start-up time: no policy that has to wait for its pods can do better. */
export function oracle({ world, capacity, startupSeconds }: Setup): Policy {
  const ahead = Math.ceil(startupSeconds / syncSeconds);
  return {
    name: 'oracle',
    behavior: renderedBehavior,
    wish: ({ sync }) => ({ replicas: largestDemand(world, sync, sync + ahead) / capacity, reason: 'Oracle' }),
  };
}

function largestDemand({ demand, syncs }: World, from: number, to: number): number {
  let largest = 0;
  for (let sync = from; sync <= Math.min(to, syncs - 1); sync += 1)
    largest = Math.max(largest, demand[sync] as number);
  return largest;
}
