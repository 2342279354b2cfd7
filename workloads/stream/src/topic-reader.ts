import type { ClientLog } from './client-log.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { readRanges } from './range-reader.ts';
import type { RecordHandler, TopicRecord } from './topic-record.ts';

/**
 * Reads a topic from its first message to the end that it has at the call; committed messages only.
 * Rejects with a StreamError.
 */
export async function readTopic(
  settings: KafkaSettings,
  log: ClientLog,
  topic: string,
  handle: RecordHandler,
): Promise<void> {
  await withAdmin(settings, log, async (admin) => {
    await readRanges({ settings, log, topic, handle, admin }, await admin.offsets(topic));
  });
}

/** Which messages of a topic are read: those since a moment, milliseconds since the epoch, and the newest of them. */
export interface NewestWanted {
  readonly since: number;
  /** Of each partition, counted by offsets. */
  readonly most: number;
}

/**
 * Reads the newest messages of a topic, from the first one with a CreateTime of `since` or later to the end that it has at
 * the call; committed messages only. Rejects with a StreamError.
 */
export async function readNewest(
  {
    settings,
    log,
    topic,
  }: { readonly settings: KafkaSettings; readonly log: ClientLog; readonly topic: string },
  { since, most }: NewestWanted,
  handle: RecordHandler,
): Promise<void> {
  await withAdmin(settings, log, async (admin) => {
    const [ranges, begins] = await Promise.all([admin.offsets(topic), admin.offsetsSince(topic, since)]);
    const wanted = ranges.map(({ partition, low, high }) => {
      const begin = begins.get(partition) ?? high;
      return { partition, low: latest(low, begin, high - BigInt(most)), high };
    });
    await readRanges({ settings, log, topic, handle, admin }, wanted);
  });
}

const latest = (...offsets: readonly bigint[]): bigint =>
  offsets.reduce((most, offset) => (offset > most ? offset : most));

/** CreateTime of the newest message of a topic, milliseconds since the epoch; undefined when it has none. */
export async function newestRecordTime(
  settings: KafkaSettings,
  log: ClientLog,
  topic: string,
): Promise<number | undefined> {
  let newest: number | undefined;
  const handle = ({ timestamp }: TopicRecord) => {
    newest = Math.max(newest ?? timestamp, timestamp);
  };
  await withAdmin(settings, log, async (admin) => {
    const lasts = (await admin.offsets(topic)).map(({ partition, low, high }) => {
      return { partition, low: high > low ? high - 1n : low, high };
    });
    await readRanges({ settings, log, topic, handle, admin }, lasts);
  });
  return newest;
}

async function withAdmin(
  settings: KafkaSettings,
  log: ClientLog,
  use: (admin: KafkaAdmin) => Promise<void>,
): Promise<void> {
  const admin = await KafkaAdmin.connect(settings, log);
  try {
    await use(admin);
  } finally {
    await admin.close();
  }
}
