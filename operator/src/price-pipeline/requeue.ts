import type { PricePipelineStatus } from '@pricecast/crds';
import { numbersEverySeconds } from './status-thrift.ts';

/** A change of topics shows in the next look, so it comes at once. */
const afterTopicsSeconds = 0.2;
/** While things start, what no watch shows (brokers, reports) is looked at often. */
const startingSeconds = 1;
/** What needs somebody's help outside of Kubernetes is looked at in this rhythm. */
const stalledSeconds = 10;

/** When to look at a pipeline again, if nothing is seen to change before. */
export const requeueSeconds = (status: PricePipelineStatus, justChangedTopics: boolean): number => {
  const holds = (type: string) =>
    status.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
  if (holds('Ready')) return numbersEverySeconds;
  if (holds('Stalled')) return stalledSeconds;
  if (justChangedTopics) return afterTopicsSeconds;
  return holds('Paused') ? numbersEverySeconds : startingSeconds;
};
