import type { PricePipelineStatus } from '@pricecast/crds';
import { canonicalJson } from '@pricecast/kube';
import type { WriteDecision } from '../status/write-decision.ts';

/** Shortest time between two writes that only move numbers or words, in seconds. */
export const numbersEverySeconds = 30;

/**
 * | difference | decision |
 * |---|---|
 * | none | skip |
 * | a condition by status, reason or generation, or a column that is no number | write |
 * | only numbers or the words of messages, last write 30 s ago or more | write |
 * | only numbers or the words of messages, last write younger | later |
 *
 * Words move alone where a message counts attempts.
 */
export const decideWrite = (
  stored: PricePipelineStatus | undefined,
  next: PricePipelineStatus,
  sinceLastWriteSeconds: number,
): WriteDecision => {
  if (face(stored) === face(next)) return { kind: 'Skip' };
  if (face(gist(stored)) !== face(gist(next))) return { kind: 'Write' };
  const waitSeconds = numbersEverySeconds - sinceLastWriteSeconds;
  return waitSeconds <= 0 ? { kind: 'Write' } : { kind: 'Later', waitSeconds };
};

/** A status as a text to compare by. The server may keep conditions in another order than they were sent in. */
const face = (status: PricePipelineStatus | undefined): string => {
  const { conditions = [], ...rest } = status ?? {};
  return canonicalJson({ ...rest, conditions: Object.fromEntries(conditions.map((one) => [one.type, one])) });
};

/** A status without what may move all the time. */
const gist = (status: PricePipelineStatus | undefined): PricePipelineStatus | undefined => {
  if (status === undefined) return undefined;
  const { eventsPerSecond: _, lag: __, conditions = [], ...rest } = status;
  return { ...rest, conditions: conditions.map((condition) => ({ ...condition, message: '' })) };
};
