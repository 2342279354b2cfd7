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
