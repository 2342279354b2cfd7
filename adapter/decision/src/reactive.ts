import type { DecisionInput, DecisionMemory } from './decision.ts';
import type { Sample } from './sample.ts';
import type { RiskSetting } from './settings.ts';

/** Intervals after a shortage in which the newest sample keeps the headroom of a plain HPA beside the forecast. */
const carefulIntervals = 15;
/** A minute a day. The loads that come more rarely are too few in the weeks that a forecast has seen. */
const rarestPercent = 100 / 1_440;
/** The next sample is overdue after so many intervals; after two there is no number. */
const overdueAfterIntervals = 1.5;
/** A plain HPA may stand so much above what it asks for. (kube-controller-manager, --horizontal-pod-autoscaler-tolerance) */
const plainTolerance = 0.1;

/** Memory of the newest time at which the load was above what the ready replicas serve: the forecast had missed it. */
export function noteMiss(memory: DecisionMemory, now: number, isShort: boolean): DecisionMemory {
  return isShort ? { ...memory, missedAt: now } : memory;
}

/** Whether the next sample should have come, so that soon nobody will see what the load does. */
export function isOverdue({ memory, now, settings }: DecisionInput): boolean {
  const { arrival } = memory;
  return (
    arrival !== undefined && now - arrival.seen >= overdueAfterIntervals * 1_000 * settings.intervalSeconds
  );
}

/**
 * Load for which replicas are kept whatever the forecast says. While it may be relied on, that is the newest sample
 * alone. After it was missed, where there is none, and where less may go wrong than it can have learned, it is what a
 * plain HPA keeps replicas for; and while the next
 * sample is overdue, the most for which one may stand, because without a number the count is frozen.
 */
export function reactiveLoad(input: DecisionInput, sample: Sample, isForecast: boolean): number {
  const { memory, now, settings } = input;
  const plain = sample.load / settings.reactiveUtilization;
  if (isOverdue(input)) return plain * (1 + plainTolerance);
  const { missedAt } = memory;
  const isCareful =
    missedAt !== undefined && now - missedAt <= carefulIntervals * 1_000 * settings.intervalSeconds;
  return isForecast && !isCareful && !isRarer(settings.risk) ? sample.load : plain;
}

/** Whether no more may be short than what no history tells. */
const isRarer = (risk: RiskSetting): boolean => risk.type === 'Shortfall' && risk.percent < rarestPercent;
