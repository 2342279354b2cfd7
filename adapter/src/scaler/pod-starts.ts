import { type LeadTimeMemory, learnLeadTime } from '@pricecast/decision';
import { type Pod, startOf } from '../cluster/pod.ts';
import type { ScalerMemory } from './scaler-memory.ts';

/** A start that seems to have taken longer is more likely a pod that was not Ready in between, in seconds. */
const longestPlausible = 900;

/** Learns the lead time from the pods that serve and were not learned from. */
export function learnStarts(memory: ScalerMemory, serving: readonly Pod[]): ScalerMemory {
  const learned = new Set(memory.learnedPods);
  const fresh = serving.filter(({ metadata }) => metadata.uid !== undefined && !learned.has(metadata.uid));
  const leadTime = fresh.reduce<LeadTimeMemory>((known, pod) => {
    const start = startOf(pod);
    if (start === undefined || start.serving - start.created > longestPlausible * 1_000) return known;
    return learnLeadTime(known, start);
  }, memory.leadTime);
  return { ...memory, leadTime, learnedPods: serving.flatMap(({ metadata }) => metadata.uid ?? []) };
}
