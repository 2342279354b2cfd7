import type { ConsumedBatch, TopicPartition } from './consumed-batch.ts';

/** Where to begin in a partition, and where it ended when that was found. */
export interface StartingPoint {
  readonly next: bigint;
  readonly end: bigint;
}

/** Who handles the partitions of one membership in a group; each membership has its own. */
export interface PartitionOwner {
  /**
   * The partitions are ours now, in place of those before. Resolves with where to begin in those that were not ours
   * before, by partitionKey(). A rejection ends the membership.
   */
  assigned(
    all: readonly TopicPartition[],
    fresh: readonly TopicPartition[],
  ): Promise<ReadonlyMap<string, StartingPoint>>;
  /** Handles a batch; one of each partition at a time, in order. A rejection ends the membership. */
  handle(batch: ConsumedBatch): Promise<void>;
  /** The membership is over; nothing is handed over any more. */
  close(): Promise<void>;
}
