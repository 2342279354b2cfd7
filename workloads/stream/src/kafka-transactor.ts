import { setTimeout as wait } from 'node:timers/promises';
import { type Kafka, Partitioners, type Producer, type TopicMessages, type Transaction } from 'kafkajs';
import { classifyError, hasType } from './classify-error.ts';
import { beforeDeadline } from './deadline.ts';
import { messageChunks } from './message-chunks.ts';
import type { RawMessage } from './outgoing-message.ts';
import type { InputPosition, Transactor } from './transactor.ts';

// Bytes below the broker's limit of a record batch (1 MiB); few messages, because the client's effort for those of one
// partition grows with their square.
const chunkBounds = { messages: 500, bytes: 900_000 };
// So long an owner that died can keep readers of committed messages from what lies behind its last transaction.
const transactionMilliseconds = 20_000;
const deadlineMilliseconds = 30_000;
// Opening waits for what a predecessor left open, which the broker ends within milliseconds or at its timeout.
const openMilliseconds = 25_000;
/**
 * The broker ends a transaction in the background and refuses the next one for those few milliseconds, so the first
 * pauses are short. (KIP-890 ends this wait for clients that speak its protocol.)
 */
const retry = { retries: 12, initialRetryTime: 10, maxRetryTime: 500, multiplier: 2, factor: 0.2 };
const endingPauseMilliseconds = 10;
const acknowledgedByAll = -1;

/** A transactor over the client's transactional producer. Every rejection is a StreamError. */
export class KafkaTransactor implements Transactor {
  readonly #producer: Producer;
  readonly #servers: readonly string[];

  constructor(client: Kafka, transactionalId: string, servers: readonly string[]) {
    this.#servers = servers;
    this.#producer = client.producer({
      transactionalId,
      transactionTimeout: transactionMilliseconds,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      metadataMaxAge: 60_000,
      retry,
    });
  }

  async open(): Promise<void> {
    await this.#tell(async () => {
      await this.#producer.connect();
      // The client asks for its epoch with its first transaction, which this is: an empty one.
      const transaction = await this.#producer.transaction();
      await transaction.abort();
    }, openMilliseconds);
  }

  async commit(messages: readonly RawMessage[], position: InputPosition | undefined): Promise<void> {
    await this.#tell(async () => {
      const transaction = await this.#producer.transaction();
      for (const chunk of messageChunks(messages, chunkBounds)) {
        await transaction.sendBatch({ topicMessages: byTopic(chunk), acks: acknowledgedByAll });
      }
      if (position !== undefined) await sendPosition(transaction, position);
      await transaction.commit();
    }, deadlineMilliseconds);
  }

  async close(): Promise<void> {
    await this.#producer.disconnect();
  }

  async #tell(work: () => Promise<void>, milliseconds: number): Promise<void> {
    try {
      await beforeDeadline(work(), milliseconds);
    } catch (cause) {
      throw classifyError(cause, this.#servers);
    }
  }
}

/** The client tries again by itself everywhere but here. */
async function sendPosition(transaction: Transaction, position: InputPosition): Promise<void> {
  const { groupId, topic, partition, next } = position;
  const topics = [{ topic, partitions: [{ partition, offset: String(next) }] }];
  for (let attempt = 1; ; attempt += 1) {
    try {
      await transaction.sendOffsets({ consumerGroupId: groupId, topics });
      return;
    } catch (error) {
      if (attempt > retry.retries || !hasType(error, 'CONCURRENT_TRANSACTIONS')) throw error;
    }
    await wait(endingPauseMilliseconds * attempt);
  }
}

function byTopic(messages: readonly RawMessage[]): TopicMessages[] {
  const topics = new Map<string, TopicMessages['messages']>();
  for (const { topic, partition, key, value, headers, timestamp } of messages) {
    const found = topics.get(topic) ?? [];
    if (found.length === 0) topics.set(topic, found);
    const message = { key: key ?? null, value: value ?? null, headers, timestamp: String(timestamp) };
    found.push(partition === undefined ? message : { ...message, partition });
  }
  return [...topics].map(([topic, found]) => ({ topic, messages: found }));
}
