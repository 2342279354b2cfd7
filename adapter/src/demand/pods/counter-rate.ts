/** What one pod has said. */
export interface PodCount {
  /** Uid of the pod; a new pod of the same name counts from zero. */
  readonly uid: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
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

function rateOfPod(before: SeenPods, { uid, at, value }: PodCount, isNew: (uid: string) => boolean): number {
  const last = before.counts.get(uid);
  const since = last?.at ?? before.at;
  const seconds = (at - since) / 1_000;
  if (seconds <= 0) return 0;
  if (last === undefined) return isNew(uid) ? value / seconds : 0;
  return (value >= last.value ? value - last.value : value) / seconds;
}
