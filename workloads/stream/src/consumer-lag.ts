import { type ConsumedBatch, partitionKey, type TopicPartition } from './consumed-batch.ts';

/** CreateTime of the next message that is not handled yet; Unknown before the first look, None when all are handled. */
type Unread = number | 'Unknown' | 'None';

/**
 * How late a consumer is: the age of the oldest message that it has not handled, 0 when it has handled all.
 * While one of its partitions was not looked at yet the lag is unknown, not zero.
 */
export class ConsumerLag {
  readonly #unread = new Map<string, Unread>();

  /** The consumer has these partitions and no others. */
  retain(partitions: readonly TopicPartition[]): void {
    const kept = new Set(partitions.map(partitionKey));
    for (const key of this.#unread.keys()) if (!kept.has(key)) this.#unread.delete(key);
    for (const key of kept) if (!this.#unread.has(key)) this.#unread.set(key, 'Unknown');
  }

  /** A batch has come: its first message is the next that is not handled. */
  arrived(batch: ConsumedBatch): void {
    this.#unread.set(partitionKey(batch), batch.records[0]?.timestamp ?? 'Unknown');
  }

  /** A batch is handled. Where more waits behind it, that is about as old as its last message. */
  handled(batch: ConsumedBatch): void {
    const behind = batch.next < batch.end;
    this.#unread.set(partitionKey(batch), behind ? (batch.records.at(-1)?.timestamp ?? 'Unknown') : 'None');
  }

  /** Nothing waits in a partition. */
  caughtUp(partition: TopicPartition): void {
    this.#unread.set(partitionKey(partition), 'None');
  }

  /** True when all messages of the partition that are known of are handled. */
  isCaughtUp(partition: TopicPartition): boolean {
    return this.#unread.get(partitionKey(partition)) === 'None';
  }

  /** Seconds of the partition that is latest; undefined while it is not known. `now`: milliseconds since the epoch. */
  seconds(now: number): number | undefined {
    if (this.#unread.size === 0) return undefined;
    let oldest = now;
    for (const unread of this.#unread.values()) {
      if (unread === 'Unknown') return undefined;
      if (unread !== 'None') oldest = Math.min(oldest, unread);
    }
    return (now - oldest) / 1_000;
  }
}
