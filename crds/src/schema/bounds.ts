import type { Rule } from './rule.ts';

/** What has a smallest and a largest number of pods. */
export interface ReplicaBounds {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** The bounds are in order. */
export const boundsAreOrdered: Rule<ReplicaBounds> = {
  cel: 'self.minReplicas <= self.maxReplicas',
  message: 'minReplicas must not exceed maxReplicas',
  fieldPath: '.minReplicas',
  holds: ({ minReplicas, maxReplicas }) => minReplicas <= maxReplicas,
};

/** Only KEDA wakes a workload from zero; `member` is the field that names who scales. */
export const zeroNeedsKeda = <K extends string>(
  member: K,
): Rule<Pick<ReplicaBounds, 'minReplicas'> & Record<K, string>> => ({
  cel: `self.minReplicas > 0 || self.${member} == 'KEDA'`,
  message: `minReplicas may be 0 only with ${member} KEDA: the HPA cannot wake a workload from 0`,
  fieldPath: '.minReplicas',
  holds: (bounds) => bounds.minReplicas > 0 || bounds[member] === 'KEDA',
});
