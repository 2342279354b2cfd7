import type { KafkaSettings, RawMessage } from '@pricecast/stream';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

/** Writes messages as they are, also such as none of our producers would write. */
export async function writeRaw(settings: KafkaSettings, messages: readonly RawMessage[]): Promise<void> {
  const kafka = new Kafka({ brokers: [...settings.bootstrapServers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    for (const { topic, partition, key, value, headers, timestamp } of messages) {
      const message = { key: key ?? null, value: value ?? null, headers, timestamp: String(timestamp) };
      const placed = partition === undefined ? message : { ...message, partition };
      await producer.send({ topic, messages: [placed] });
    }
  } finally {
    await producer.disconnect();
  }
}
