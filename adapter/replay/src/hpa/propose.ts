import type { HpaBehavior } from './behavior.ts';

/** One metric as the HPA reads it. */
export type MetricReading =
  | {
      /** Object or External metric with an AverageValue target. */
      readonly type: 'Average';
      readonly value: number;
      readonly target: number;
    }
  | {
      /** Pods or Resource metric: one value for each pod that reported. */
      readonly type: 'Pods';
      readonly ready: readonly number[];
      /** Pods that are not ready yet, whose values do not count. */
      readonly unready: number;
      /** Pods without a value. */
      readonly missing: number;
      readonly target: number;
    }
  | { readonly type: 'Failed'; readonly message: string };

/** What one metric proposes; undefined when it could not be read. */
export type Proposal = number | undefined;

const rounding = 1e-9;

/** Replicas that one metric proposes. (podautoscaler/replica_calculator.go) */
export function propose(reading: MetricReading, replicas: number, behavior: HpaBehavior): Proposal {
  if (reading.type === 'Failed') return undefined;
  if (reading.type === 'Average') {
    const usage = reading.value / reading.target;
    return within(behavior, usage / replicas) ? replicas : Math.ceil(usage - rounding);
  }
  return proposeByPods(reading, replicas, behavior);
}

/**
 * Several metrics: the largest proposal. A metric that failed forbids scaling down, and when all failed nothing
 * is proposed. (podautoscaler/horizontal.go, computeReplicasForMetrics)
 */
export function proposeAll(
  readings: readonly MetricReading[],
  replicas: number,
  behavior: HpaBehavior,
): Proposal {
  const proposals = readings.map((reading) => propose(reading, replicas, behavior));
  const known = proposals.filter((proposal) => proposal !== undefined);
  if (known.length === 0) return undefined;
  const largest = Math.max(...known);
  return known.length < proposals.length && largest < replicas ? undefined : largest;
}

/**
 * Pods that are not ready count as idle when scaling up, pods without a value as idle when scaling up and as
 * at their target when scaling down; when that turns the direction around, nothing changes.
 */
function proposeByPods(
  reading: Extract<MetricReading, { type: 'Pods' }>,
  replicas: number,
  behavior: HpaBehavior,
): Proposal {
  const { ready, unready, missing, target } = reading;
  if (ready.length === 0) return undefined;
  const sum = ready.reduce((total, value) => total + value, 0);
  const ratio = sum / ready.length / target;
  const up = ratio > 1;
  if (missing === 0 && (unready === 0 || !up))
    return within(behavior, ratio) ? replicas : Math.ceil(ratio * ready.length - rounding);
  const counted = ready.length + missing + (up ? unready : 0);
  const corrected = (sum + (up ? 0 : missing * target)) / counted / target;
  if (within(behavior, corrected) || up !== corrected > 1) return replicas;
  const wanted = Math.ceil(corrected * counted - rounding);
  return (up && wanted < replicas) || (!up && wanted > replicas) ? replicas : wanted;
}

function within(behavior: HpaBehavior, ratio: number): boolean {
  const tolerance = ratio > 1 ? behavior.scaleUp.tolerance : behavior.scaleDown.tolerance;
  return Math.abs(ratio - 1) <= tolerance + rounding;
}
