import { randomUUID } from 'node:crypto';
import type { Batch, Consumer, KafkaMessage } from 'kafkajs';
import { classifyError } from './classify-error.ts';
import type { ClientLog } from './client-log.ts';
import { KafkaAdmin, type PartitionOffsets } from './kafka-admin.ts';
import { createClient } from './kafka-client.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { StreamError } from './stream-error.ts';

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

interface Reading {
  readonly settings: KafkaSettings;
  readonly log: ClientLog;
  readonly topic: string;
  readonly handle: RecordHandler;
  readonly admin: KafkaAdmin;
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

// A topic whose messages expire between the look at its end and the fetch would otherwise be waited for without end.
const idleDeadlineMilliseconds = 30_000;

/** What is still to be read of a partition. */
interface Remainder {
  next: bigint;
  readonly end: bigint;
}

type Remainders = Map<number, Remainder>;

/** The client fetches in consumer groups only, so each reading is a group of one that is forgotten afterwards. */
async function readRanges(reading: Reading, ranges: readonly PartitionOffsets[]): Promise<void> {
  const filled = ranges.filter(({ low, high }) => high > low);
  if (filled.length === 0) return;
  const open: Remainders = new Map(
    filled.map(({ partition, low, high }) => [partition, { next: low, end: high }]),
  );
  const groupId = `${reading.settings.clientId}.reader.${randomUUID()}`;
  const consumer = createClient(reading.settings, reading.log).consumer({
    groupId,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    maxWaitTimeInMs: 100,
  });
  try {
    await consume(consumer, reading, open);
  } catch (error) {
    throw classifyError(error, reading.settings.bootstrapServers);
  } finally {
    await consumer.disconnect();
  }
  await reading.admin.deleteGroups([groupId]);
}

async function consume(consumer: Consumer, { topic, handle }: Reading, open: Remainders): Promise<void> {
  const progress = watchProgress(consumer, open);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => handleBatch(batch, open.get(batch.partition), handle),
    });
    for (const [partition, { next }] of open) consumer.seek({ topic, partition, offset: String(next) });
    await progress.done;
  } finally {
    clearTimeout(progress.idle);
  }
}

function watchProgress(consumer: Consumer, open: Remainders): { done: Promise<void>; idle: NodeJS.Timeout } {
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  // Whoever waits comes later than a crash may.
  done.catch(() => undefined);
  const stalled = new StreamError('KAFKA_FAILED', `Nothing came for ${idleDeadlineMilliseconds / 1000} s`);
  const idle = setTimeout(() => reject(stalled), idleDeadlineMilliseconds);
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  // Batches that hold control records alone are not handed over, yet they may be the last of a partition.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    idle.refresh();
    const remainder = open.get(payload.partition);
    if (remainder !== undefined && BigInt(payload.lastOffset) + 1n >= remainder.end)
      open.delete(payload.partition);
    if (open.size === 0) resolve();
  });
  return { done, idle };
}

function handleBatch(batch: Batch, remainder: Remainder | undefined, handle: RecordHandler): void {
  if (remainder === undefined) return;
  for (const message of batch.messages) {
    const offset = BigInt(message.offset);
    // A fetch that was under way before the seek may bring messages from elsewhere, or the same ones again.
    if (offset < remainder.next || offset >= remainder.end) continue;
    remainder.next = offset + 1n;
    handle(recordOf(batch.partition, message));
  }
}

function recordOf(partition: number, message: KafkaMessage): TopicRecord {
  const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    partition,
    offset: BigInt(message.offset),
    key: message.key?.toString(),
    value: message.value?.toString(),
    headers: Object.fromEntries(headers),
    timestamp: Number(message.timestamp),
  };
}
