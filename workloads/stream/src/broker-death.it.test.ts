import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { BatchingProducer, defaultLimits } from './batching-producer.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import { KafkaSender } from './kafka-sender.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { messageBytes, type OutgoingMessage } from './outgoing-message.ts';
import { quietLog } from './testing/quiet-log.ts';
import { readTopic } from './topic-reader.ts';

const topic = 'trades';
const keys = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'SOLUSDT', 'XRPUSDT'];
// Of today: a broker that recovers forgets the producers whose newest message is older than a day.
const start = Date.now();

let kafka: LocalKafka;
let settings: KafkaSettings;
beforeAll(async () => {
  kafka = await startLocalKafka();
  settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
  const admin = await KafkaAdmin.connect(settings, quietLog);
  await admin.ensureTopics([{ name: topic, partitions: 4, replicationFactor: 1, config: {} }]);
  await admin.close();
});
afterAll(() => kafka.stop());

function message(number: number): OutgoingMessage {
  const key = keys[number % keys.length] ?? '';
  return { topic, key, value: String(number), headers: {}, timestamp: start + number };
}

/** The numbers that were sent under a key, in order. */
function sentUnder(key: string, count: number): number[] {
  return Array.from({ length: count }, (_, number) => number).filter((number) => message(number).key === key);
}

test('a broker that is killed while messages flow has each once and in order when it is back', {
  timeout: 180_000,
}, async () => {
  const failures: (string | undefined)[] = [];
  const producer = new BatchingProducer<OutgoingMessage>({
    sender: new KafkaSender(async () => settings, quietLog),
    limits: defaultLimits,
    encode: (plain) => plain,
    sizeOf: messageBytes,
    onAcknowledged: () => undefined,
    onFailure: (failure) => failures.push(failure?.error.code),
    now: Date.now,
    random: Math.random,
  });
  let count = 0;
  const flow = setInterval(() => {
    // A queue that is full while the broker is away takes no more, and says so.
    for (let index = 0; index < 20 && producer.add(message(count)); index += 1) count += 1;
  }, 10);
  for (let kill = 1; kill <= 2; kill += 1) {
    await expect.poll(() => count, { timeout: 30_000 }).toBeGreaterThan(kill * 1_000);
    await kafka.kill();
    await expect
      .poll(() => producer.state.failure?.error.code, { timeout: 60_000 })
      .toBe('BROKER_UNREACHABLE');
    await kafka.start();
    await expect.poll(() => producer.state.failure, { timeout: 60_000 }).toBeUndefined();
  }
  clearInterval(flow);
  await producer.flush();
  await producer.close();

  expect(failures).toEqual(['BROKER_UNREACHABLE', undefined, 'BROKER_UNREACHABLE', undefined]);

  const found = new Map<string, number[]>(keys.map((key) => [key, []]));
  await readTopic(settings, quietLog, topic, ({ key = '', value }) => found.get(key)?.push(Number(value)));
  for (const key of keys) expect(found.get(key)).toEqual(sentUnder(key, count));
});
