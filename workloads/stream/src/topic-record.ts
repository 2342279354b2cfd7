/** A message as it lies in a topic. */
export interface TopicRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | undefined;
  /** Absent in a tombstone. */
  readonly value: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** CreateTime, milliseconds since the epoch. */
  readonly timestamp: number;
}

/** Called for each message, in order within its partition. */
export type RecordHandler = (record: TopicRecord) => void;
