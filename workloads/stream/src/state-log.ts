import type { ClientLog } from './client-log.ts';
import type { KafkaAdmin } from './kafka-admin.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import type { RawMessage } from './outgoing-message.ts';
import { readRanges } from './range-reader.ts';
import type { TopicRecord } from './topic-record.ts';

/** The newest value of each key, by partition. */
export type StateEntries = ReadonlyMap<number, ReadonlyMap<string, string>>;

/** What is needed to read a state topic. */
export interface StateReading {
  readonly settings: KafkaSettings;
  readonly log: ClientLog;
  readonly admin: KafkaAdmin;
  /** Compacted, with as many partitions as the input. */
  readonly topic: string;
}

/** Reads the entries of these partitions. Rejects with a StreamError. */
export async function readState(
  { topic, admin, settings, log }: StateReading,
  partitions: readonly number[],
): Promise<StateEntries> {
  const entries = new Map(partitions.map((partition) => [partition, new Map<string, string>()]));
  const ranges = (await admin.offsets(topic)).filter(({ partition }) => entries.has(partition));
  const handle = ({ partition, key, value }: TopicRecord) => {
    if (key === undefined) return;
    if (value === undefined) entries.get(partition)?.delete(key);
    else entries.get(partition)?.set(key, value);
  };
  await readRanges({ settings, log, topic, handle, admin }, ranges);
  return entries;
}

/** The messages that write changes of a partition's state down. `now`: milliseconds since the epoch. */
export function stateMessages(
  topic: string,
  partition: number,
  changes: ReadonlyMap<string, string | undefined>,
  now: number,
): RawMessage[] {
  return [...changes].map(([key, value]) => ({ topic, partition, key, value, headers: {}, timestamp: now }));
}
