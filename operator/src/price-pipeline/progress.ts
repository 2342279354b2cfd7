import type { Reason } from '@pricecast/crds';

/** Reasons that pass by themselves; every other reason of a stage that does not hold needs somebody or something. */
const passing: ReadonlySet<Reason> = new Set<Reason>([
  'Pending',
  'Progressing',
  'TopicsPending',
  'PodsNotReady',
  'Backfilling',
  'Restoring',
  'CatchingUp',
  'NoTradesYet',
  'ApiUnavailable',
]);

/** Whether a stage that does not hold is merely on its way. */
export const passesByItself = (reason: Reason): boolean => passing.has(reason);
