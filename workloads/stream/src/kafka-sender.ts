import { type Message, Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import type { Sender } from './batching-producer.ts';
import { classifyError } from './classify-error.ts';
import type { ClientLog } from './client-log.ts';
import { beforeDeadline } from './deadline.ts';
import { createClient } from './kafka-client.ts';
import { type KafkaSettings, type KafkaSettingsSource, settingsFrom } from './kafka-settings.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import type { StreamErrorCode } from './stream-error.ts';

/** After these a new producer, with settings read anew, is the only one that can go on. */
const fatal: readonly StreamErrorCode[] = [
  'AUTHENTICATION_FAILED',
  'TLS_UNTRUSTED',
  'TLS_FAILED',
  'PRODUCER_STATE_LOST',
  'KAFKA_FAILED',
];

// The client's own limits add up to less; past this it has lost its way.
const sendDeadlineMilliseconds = 90_000;
const acknowledgedByAll = -1;

interface Connection {
  readonly producer: Producer;
  readonly settings: KafkaSettings;
}

/**
 * Writes batches with an idempotent producer: a batch that is written again after a failure is stored once,
 * as long as the producer lives and one broker leads all partitions of the batch. Where several lead and one
 * of them fails for long, part of a batch may be stored twice; also where a broker dies over messages older than
 * its `producer.id.expiration.ms` (1 day), whose producer it then forgets. Every rejection is a StreamError.
 */
export class KafkaSender implements Sender {
  readonly #source: KafkaSettingsSource;
  readonly #log: ClientLog;
  #connection: Connection | undefined;

  constructor(source: KafkaSettingsSource, log: ClientLog) {
    this.#source = source;
    this.#log = log;
  }

  async send(batch: readonly OutgoingMessage[]): Promise<void> {
    const { producer, settings } = await this.#connected();
    try {
      const sending = producer.sendBatch({ topicMessages: byTopic(batch), acks: acknowledgedByAll });
      await beforeDeadline(sending, sendDeadlineMilliseconds);
    } catch (cause) {
      const error = classifyError(cause, settings.bootstrapServers);
      if (fatal.includes(error.code)) await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const producer = this.#connection?.producer;
    this.#connection = undefined;
    await producer?.disconnect();
  }

  async #connected(): Promise<Connection> {
    if (this.#connection !== undefined) return this.#connection;
    const settings = await settingsFrom(this.#source);
    const producer = createClient(settings, this.#log).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      metadataMaxAge: 60_000,
    });
    try {
      await producer.connect();
    } catch (cause) {
      await producer.disconnect();
      throw classifyError(cause, settings.bootstrapServers);
    }
    this.#connection = { producer, settings };
    return this.#connection;
  }
}

function byTopic(batch: readonly OutgoingMessage[]): TopicMessages[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, key, value, headers, timestamp } of batch) {
    const messages = topics.get(topic) ?? [];
    if (messages.length === 0) topics.set(topic, messages);
    messages.push({ key, value, headers, timestamp: String(timestamp) });
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}
