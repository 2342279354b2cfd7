import type { OffsetMark } from './offset-rate.ts';

/** Offsets of one topic, as the source needs them. Rejects with a StreamError. */
export interface OffsetReader {
  /** First and next offsets of every partition, now. */
  bounds(topic: string): Promise<{ readonly lows: readonly bigint[]; readonly highs: readonly bigint[] }>;
  /** Offset of the first record of each partition whose CreateTime is `at` or later; the next one where none is. */
  at(topic: string, at: number): Promise<OffsetMark>;
  /** What a consumer group has committed, by partition. */
  committed(group: string, topic: string): Promise<ReadonlyMap<number, bigint>>;
}

/** Gives a reader that is connected; rejects with a StreamError when no broker lets us in. */
export interface OffsetReaders {
  open(): Promise<OffsetReader>;
  /** The connection was found broken: the next `open` makes a new one. */
  broken(): void;
  close(): Promise<void>;
}
