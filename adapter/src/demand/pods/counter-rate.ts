import { type CounterMark, counterRate } from '../counter.ts';

/** What one pod has said. */
export interface PodCount extends CounterMark {
  /** Uid of the pod; a new pod of the same name counts from zero. */
  readonly uid: string;
}

/** Pods whose container started after the look before count from zero. */
export interface SeenPods {
  readonly at: number;
  readonly counts: ReadonlyMap<string, PodCount>;
}

/**
 * Rate per second of a counter over all pods since the look before. A counter that is smaller than before began
 * anew at zero. A pod that was not seen before contributes what it has counted, if it `isNew`, else nothing yet.
 */
export function rateSince(
  before: SeenPods,
  counts: readonly PodCount[],
  isNew: (uid: string) => boolean,
): number {
  return counts.reduce((sum, count) => sum + rateOfPod(before, count, isNew), 0);
}

function rateOfPod(before: SeenPods, count: PodCount, isNew: (uid: string) => boolean): number {
  const last = before.counts.get(count.uid);
  if (last === undefined && !isNew(count.uid)) return 0;
  return counterRate(last ?? { at: before.at, value: 0 }, count) ?? 0;
}
