import { type HpaBehavior, renderedBehavior } from '../../hpa/behavior.ts';
import { hpa, liveReplicas, windowMaximum } from '../hpa.ts';
import type { Policy } from '../policy.ts';
import type { Setup } from '../setup.ts';

const week = 604_800;
const panicShare = 2;
const stableSeconds = 60;

/** Down at once, at most by half in a look, as Knative's max-scale-down-rate of 2 has it. */
const knativeBehavior: HpaBehavior = {
  scaleUp: renderedBehavior.scaleUp,
  scaleDown: {
    ...renderedBehavior.scaleDown,
    stabilizationWindowSeconds: 0,
    policies: [{ type: 'Percent', value: 50, periodSeconds: 15 }],
  },
};

/**
 * Knative's KPA: no tolerance, up at once, and in panic, which begins at twice the target and lasts a stable
 * window, never down. (knative/serving pkg/autoscaler/scaling/autoscaler.go) Its six-second panic window cannot
 * show on rows a minute apart.
 */
export function kpa(setup: Setup): Policy {
  let [panicUntil, most] = [Number.NEGATIVE_INFINITY, 0];
  return {
    name: 'kpa',
    behavior: knativeBehavior,
    wish: (view) => {
      const live = liveReplicas(setup, view);
      if (live >= panicShare * Math.max(1, view.ready)) panicUntil = view.now + stableSeconds;
      const panics = view.now <= panicUntil;
      most = panics ? Math.max(most, live) : live;
      return { replicas: most, reason: panics ? 'Panic' : 'Live' };
    },
  };
}

/** Seconds of work of one replica that may wait for each replica, as a lag threshold is usually chosen. */
const lagSeconds = 10;

/** KEDA's Kafka scaler: replicas in the measure of what waits, whatever comes. (kedacore/keda pkg/scalers/kafka_scaler.go) */
export const kedaLag = (setup: Setup): Policy => ({
  ...hpa(setup),
  name: 'keda-lag',
  wish: ({ waiting }) => ({ replicas: waiting / (lagSeconds * setup.capacity), reason: 'Lag' }),
});

/** Grafana Mimir's rule: the larger of the load and the largest of the half hour that began a week ago. */
export function mimirWeekAgo(setup: Setup): Policy {
  const largest = windowMaximum(setup, week, 1_800);
  return {
    ...hpa(setup),
    name: 'mimir-week-ago',
    wish: (view) => {
      const before = largest(view) / setup.capacity / setup.hpaTarget;
      return { replicas: Math.max(liveReplicas(setup, view), before), reason: 'WeekAgo' };
    },
  };
}

/** React of Chieu et al. (ICEBE 2009) as in autoscaling comparisons: the load, and no more. */
export const react = (setup: Setup): Policy => ({
  name: 'react',
  behavior: renderedBehavior,
  wish: (view) => ({ replicas: liveReplicas({ ...setup, hpaTarget: 1 }, view), reason: 'Live' }),
});

/** Adapt of Ali-Eldin et al. (NOMS 2012): the load carried on at its present rate of change over the lead time. */
export const adapt = (setup: Setup): Policy => ({
  name: 'adapt',
  behavior: renderedBehavior,
  wish: (view) => {
    const { times, loads } = setup.world.trace;
    const back = Math.max(0, view.row - 1);
    const seconds = Math.max(1, (times[view.row] as number) - (times[back] as number));
    const slope = ((loads[view.row] as number) - (loads[back] as number)) / seconds;
    const ahead = (loads[view.row] as number) + Math.max(0, slope) * setup.startupSeconds;
    return { replicas: ahead / setup.capacity, reason: 'Slope' };
  },
});
