import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Batch, Consumer, KafkaMessage } from 'kafkajs';
import { backoffMilliseconds } from './backoff.ts';
import { classifyError } from './classify-error.ts';
import type { ClientLog } from './client-log.ts';
import type { KafkaAdmin, PartitionOffsets } from './kafka-admin.ts';
import { createClient } from './kafka-client.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { StreamError } from './stream-error.ts';
import type { RecordHandler, TopicRecord } from './topic-record.ts';

/** What is read, for whom. */
export interface Reading {
  readonly settings: KafkaSettings;
  readonly log: ClientLog;
  readonly topic: string;
  readonly handle: RecordHandler;
  readonly admin: KafkaAdmin;
}

/** What is still to be read of a partition. */
interface Remainder {
  next: bigint;
  readonly end: bigint;
}

type Remainders = Map<number, Remainder>;

// A topic whose messages expire between the look at its end and the fetch would otherwise be waited for without end.
const idleDeadlineMilliseconds = 30_000;
// The coordinator of a group that nobody has used before is elected while the client already asks for it.
const attempts = 5;
const backoff = { firstMilliseconds: 200, largestMilliseconds: 2_000 };

/** Reads the messages of these ranges; committed ones only. Rejects with a StreamError. */
export async function readRanges(reading: Reading, ranges: readonly PartitionOffsets[]): Promise<void> {
  const filled = ranges.filter(({ low, high }) => high > low);
  const open: Remainders = new Map(
    filled.map(({ partition, low, high }) => [partition, { next: low, end: high }]),
  );
  for (let attempt = 1; open.size > 0; attempt += 1) {
    try {
      await readOpen(reading, open);
    } catch (cause) {
      const error = classifyError(cause, reading.settings.bootstrapServers);
      if (error.code !== 'BROKER_UNREACHABLE' || attempt === attempts) throw error;
      await wait(backoffMilliseconds(attempt, backoff, 1));
    }
  }
}

/** The client fetches in consumer groups only, so each attempt is a group of one that is forgotten afterwards. */
async function readOpen(reading: Reading, open: Remainders): Promise<void> {
  const groupId = `${reading.settings.clientId}.reader.${randomUUID()}`;
  const consumer = createClient(reading.settings, reading.log).consumer({
    groupId,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    maxWaitTimeInMs: 100,
    // We try again ourselves; a consumer that restarts behind our back would outlive its disconnect.
    retry: { restartOnFailure: async () => false },
  });
  try {
    await consume(consumer, reading, open);
  } finally {
    await consumer.disconnect();
  }
  await reading.admin.deleteGroups([groupId]).catch((error: unknown) => {
    // The broker forgets a group without members by itself, only later.
    reading.log.debug({ error, groupId }, 'Could not delete the group of a finished reading');
  });
}

async function consume(consumer: Consumer, { topic, handle }: Reading, open: Remainders): Promise<void> {
  using watch = new Watch(consumer, topic, open);
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => handleBatch(batch, open.get(batch.partition), handle),
  });
  await watch.done;
}

/** The group of one is given all partitions; those that nobody asked for would be fetched from their beginning. */
function place(consumer: Consumer, topic: string, assigned: readonly number[], open: Remainders): void {
  const others = assigned.filter((partition) => !open.has(partition));
  if (others.length > 0) consumer.pause([{ topic, partitions: others }]);
  for (const [partition, { next }] of open) consumer.seek({ topic, partition, offset: String(next) });
}

/** Sends a consumer that has joined to its places and tells when everything was read, or why it will not be. */
class Watch implements Disposable {
  readonly done: Promise<void>;
  readonly #idle: NodeJS.Timeout;

  constructor(consumer: Consumer, topic: string, open: Remainders) {
    const { promise: done, resolve, reject } = Promise.withResolvers<void>();
    // Whoever waits for it comes later than a crash may.
    done.catch(() => undefined);
    this.done = done;
    const { CRASH, END_BATCH_PROCESS, GROUP_JOIN } = consumer.events;
    const stalled = new StreamError('KAFKA_FAILED', `Nothing came for ${idleDeadlineMilliseconds / 1000} s`);
    this.#idle = setTimeout(() => reject(stalled), idleDeadlineMilliseconds);
    // Comes before the first fetch.
    consumer.on(GROUP_JOIN, ({ payload }) =>
      place(consumer, topic, payload.memberAssignment[topic] ?? [], open),
    );
    consumer.on(CRASH, ({ payload }) => reject(payload.error));
    // Batches that hold control records alone are not handed over, yet they may be the last of a partition.
    consumer.on(END_BATCH_PROCESS, ({ payload }) => {
      this.#idle.refresh();
      close(open, payload.partition, BigInt(payload.lastOffset) + 1n);
      if (open.size === 0) resolve();
    });
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#idle);
  }
}

/** Notes that a partition was read up to `next`. */
function close(open: Remainders, partition: number, next: bigint): void {
  const remainder = open.get(partition);
  if (remainder !== undefined && next >= remainder.end) open.delete(partition);
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
