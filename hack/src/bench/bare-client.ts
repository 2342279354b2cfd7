import { Kafka, logLevel, type Message, Partitioners } from 'kafkajs';
import { measured, type Work } from './work.ts';

/** The client alone, as whoever uses it without us would: the reference of the benchmark. */
export class BareClient {
  readonly #kafka: Kafka;
  readonly #topic: string;

  constructor(bootstrapServers: string, topic: string) {
    this.#kafka = new Kafka({ brokers: [bootstrapServers], logLevel: logLevel.NOTHING });
    this.#topic = topic;
  }

  /** Writes the batches one after another, each acknowledged by all. */
  async produce(batches: readonly (readonly Message[])[]): Promise<Work> {
    const producer = this.#kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    try {
      return await measured(async () => {
        for (const messages of batches) await producer.send({ topic: this.#topic, messages: [...messages] });
      });
    } finally {
      await producer.disconnect();
    }
  }

  /** Reads so many messages and parses their values. */
  async consume(count: number): Promise<Work> {
    const consumer = this.#kafka.consumer({ groupId: 'bench.bare', maxWaitTimeInMs: 50 });
    const { promise: done, resolve } = Promise.withResolvers<void>();
    let seen = 0;
    await consumer.connect();
    await consumer.subscribe({ topics: [this.#topic], fromBeginning: true });
    try {
      return await measured(async () => {
        await consumer.run({
          eachBatch: async ({ batch }) => {
            for (const { value } of batch.messages) if (JSON.parse(String(value)) !== null) seen += 1;
            if (seen >= count) resolve();
          },
        });
        await done;
      });
    } finally {
      await consumer.disconnect();
    }
  }
}
