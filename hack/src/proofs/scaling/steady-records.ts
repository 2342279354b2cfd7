import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Producer } from 'kafkajs';

/** What is produced. */
export interface SteadyLoad {
  readonly bootstrapServers: string;
  readonly topic: string;
  /** Records per second of each partition. */
  readonly perPartition: readonly number[];
}

const tickMs = 200;

/** Produces an even load until it is closed; while the broker is away nothing arrives, and nobody is told. */
export class SteadyRecords implements AsyncDisposable {
  readonly #load: SteadyLoad;
  readonly #producer: Producer;
  readonly #running: Promise<void>;
  #isOver = false;

  private constructor(load: SteadyLoad, producer: Producer) {
    this.#load = load;
    this.#producer = producer;
    this.#running = this.#run();
  }

  /** Makes the topic where it does not exist, and begins. */
  static async open(load: SteadyLoad): Promise<SteadyRecords> {
    const { bootstrapServers, topic, perPartition } = load;
    const kafka = new Kafka({
      brokers: [bootstrapServers],
      clientId: 'steady',
      logLevel: logLevel.NOTHING,
      requestTimeout: 2_000,
      connectionTimeout: 1_000,
      retry: { retries: 0 },
    });
    const admin = kafka.admin();
    await admin.connect();
    const topics = [{ topic, numPartitions: perPartition.length }];
    await admin.createTopics({ topics, waitForLeaders: false });
    await admin.disconnect();
    const producer = kafka.producer({ retry: { retries: 0 } });
    await producer.connect();
    return new SteadyRecords(load, producer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#running;
    await this.#producer.disconnect();
  }

  async #run(): Promise<void> {
    const { topic, perPartition } = this.#load;
    const owed = perPartition.map(() => 0);
    let before = Date.now();
    while (!this.#isOver) {
      await sleep(tickMs);
      const now = Date.now();
      const messages = perPartition.flatMap((rate, partition) => {
        const due = Math.floor((owed[partition] ?? 0) + (rate * (now - before)) / 1_000);
        owed[partition] = (owed[partition] ?? 0) + (rate * (now - before)) / 1_000 - due;
        return Array.from({ length: due }, () => ({ value: 'x', partition, timestamp: String(now) }));
      });
      before = now;
      if (messages.length > 0) await this.#send(topic, messages);
    }
  }

  async #send(topic: string, messages: { value: string; partition: number }[]): Promise<void> {
    try {
      await this.#producer.send({ topic, messages });
    } catch {
      // The proof takes the broker away; what would have come then is lost, as it would be.
      await this.#producer.connect().catch(() => undefined);
    }
  }
}
