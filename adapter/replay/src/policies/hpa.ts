import { defaultBehavior } from '../hpa/behavior.ts';
import type { Policy, View } from './policy.ts';
import type { Setup } from './setup.ts';

/**
 * Replicas that the newest row needs at the target of the HPA, before rounding. It reads utilisation, and so
 * sees at once what a replica really serves.
 */
export const liveReplicas = ({ world, capacity, hpaTarget }: Setup, { row, now }: View): number =>
  (world.trace.loads[row] as number) / (capacity * world.troubles.capacityShare(now)) / hpaTarget;

/** The HPA on load per replica, as Kubernetes ships it. */
export const hpa = (setup: Setup): Policy => ({
  name: 'hpa',
  behavior: defaultBehavior,
  wish: (view) => ({ replicas: liveReplicas(setup, view), reason: 'Live' }),
});

const day = 86_400;

/**
 * The HPA on the larger of the load and the largest load of the half hour that began at this time yesterday,
 * as Grafana Mimir scales its queriers (there with a week).
 */
export function hpaDayAgo(setup: Setup): Policy {
  const largest = windowMaximum(setup, day, 1_800);
  return {
    name: 'hpa-day-ago',
    behavior: defaultBehavior,
    wish: (view) => {
      const live = liveReplicas(setup, view);
      const yesterday = largest(view) / setup.capacity / setup.hpaTarget;
      return { replicas: Math.max(live, yesterday), reason: yesterday > live ? 'Forecast' : 'Live' };
    },
  };
}

/** Largest load of the rows within `width` seconds from `back` seconds ago on; 0 where there are none. */
export function windowMaximum({ world }: Setup, back: number, width: number): (view: View) => number {
  const { times, loads } = world.trace;
  let first = 0;
  return ({ now, row }) => {
    while (first < row && (times[first] as number) < now - back) first += 1;
    let largest = 0;
    for (let at = first; at <= row && (times[at] as number) <= now - back + width; at += 1)
      if ((times[at] as number) >= now - back) largest = Math.max(largest, loads[at] as number);
    return (times[0] as number) > now - back ? 0 : largest;
  };
}
