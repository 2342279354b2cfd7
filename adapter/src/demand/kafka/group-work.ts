import type { ServedWork } from '../reading.ts';

/** What a consumer group had done at a moment: next offsets of a topic and those that it has committed. */
export interface GroupMark {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly highs: readonly bigint[];
  /** By partition; those that the group has never committed are left out. */
  readonly committed: ReadonlyMap<number, bigint>;
}

/**
 * Seconds of arrivals that have to wait before they count as a backlog: consumers commit what they have done up to
 * five seconds late (`auto.commit.interval.ms`), which looks like waiting work and is none.
 */
const backlogSeconds = 10;

/**
 * What the group has done between two marks, and whether work waited at both. Undefined where it cannot be told: a
 * group that has committed nothing, or whose offsets were set back.
 */
export function workBetween(before: GroupMark, after: GroupMark, load: number): ServedWork | undefined {
  const seconds = (after.at - before.at) / 1_000;
  const partitions = [...after.committed.keys()].filter((partition) => before.committed.has(partition));
  if (seconds <= 0 || partitions.length === 0) return undefined;
  const done = partitions.reduce(
    (sum, partition) =>
      sum + Number((after.committed.get(partition) ?? 0n) - (before.committed.get(partition) ?? 0n)),
    0,
  );
  if (done < 0) return undefined;
  const waiting = lagOf(after);
  const throughout = Math.min(lagOf(before), waiting);
  return { served: done / seconds, backlog: throughout > backlogSeconds * load, waiting };
}

function lagOf({ highs, committed }: GroupMark): number {
  return [...committed].reduce(
    (sum, [partition, offset]) => sum + Number((highs[partition] ?? offset) - offset),
    0,
  );
}
