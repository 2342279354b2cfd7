import type { PricePipelineStatus } from '@pricecast/crds';
import { canonicalJson } from '@pricecast/kube';
import type { WriteDecision } from '../status/write-decision.ts';

/** Shortest time between two writes that only move numbers, in seconds. */
export const numbersEverySeconds = 30;

/**
 * | difference | decision |
 * |---|---|
 * | none | skip |
 * | anything but numbers | write |
 * | only numbers, last write 30 s ago or more | write |
 * | only numbers, last write younger | later |
 */
export const decideWrite = (
  stored: PricePipelineStatus | undefined,
  next: PricePipelineStatus,
  sinceLastWriteSeconds: number,
): WriteDecision => {
  if (face(stored) === face(next)) return { kind: 'Skip' };
  if (face(withoutNumbers(stored)) !== face(withoutNumbers(next))) return { kind: 'Write' };
  const waitSeconds = numbersEverySeconds - sinceLastWriteSeconds;
  return waitSeconds <= 0 ? { kind: 'Write' } : { kind: 'Later', waitSeconds };
};

/** A status as a text to compare by. The server may keep conditions in another order than they were sent in. */
const face = (status: PricePipelineStatus | undefined): string => {
  const { conditions = [], ...rest } = status ?? {};
  return canonicalJson({ ...rest, conditions: Object.fromEntries(conditions.map((one) => [one.type, one])) });
};

const withoutNumbers = (status: PricePipelineStatus | undefined) => {
  if (status === undefined) return undefined;
  const { eventsPerSecond: _, lag: __, ...rest } = status;
  return rest;
};
