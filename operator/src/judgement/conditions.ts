import type { Condition } from '@pricecast/crds';
import { mergeConditions, type ObservedCondition, secondTime } from '@pricecast/kube';
import { sentence } from './sentence.ts';
import type { Verdict } from './verdict.ts';

/** What was found out about one condition type. */
export interface TypedVerdict {
  readonly type: string;
  readonly verdict: Verdict;
}

/** What conditions are made from besides verdicts. */
export interface ConditionHistory {
  /** The stored conditions, of which the times of transitions are kept. */
  readonly before: readonly Condition[];
  /** Generation of the spec that was judged. */
  readonly generation: number;
  readonly now: Date;
}

/** The conditions to write, one for each verdict and in that order, each with a message for people. */
export const conditionsOf = (
  verdicts: readonly TypedVerdict[],
  { before, generation, now }: ConditionHistory,
): Condition[] => {
  const known = before.map((condition) => ({
    ...condition,
    observedGeneration: condition.observedGeneration ?? 0,
  }));
  const observed = verdicts.map(({ type, verdict }): ObservedCondition => {
    const same = known.find((condition) => condition.type === type && condition.status === verdict.status);
    const message = sentence(verdict, same?.lastTransitionTime ?? secondTime(now));
    return { type, status: verdict.status, reason: verdict.reason, message };
  });
  return mergeConditions(known, observed, { generation, now });
};
