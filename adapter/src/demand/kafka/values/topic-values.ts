import type { ConsumedRecord, NewestWanted, RecordHandler, StreamError } from '@pricecast/stream';

/** The messages of one topic, as a source of values needs them. */
export interface TopicValues {
  /** Tells of all messages that come from now on. What is wrong meanwhile is `failure`. */
  follow(listener: (records: readonly ConsumedRecord[]) => void): void;
  /** Why nothing comes at present; undefined while nothing is wrong. */
  readonly failure: StreamError | undefined;
  /** Reads messages of the past. Rejects with a StreamError. */
  read(wanted: NewestWanted, handle: RecordHandler): Promise<void>;
  close(): Promise<void>;
}
