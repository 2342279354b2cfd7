import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSecretFile } from '@pricecast/runtime';
import { defaultLimits, type KafkaSettings } from '@pricecast/stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { freePorts } from '../../../hack/src/kafka/loopback-ports.ts';
import { Scene } from './testing/scene.ts';

vi.setConfig({ testTimeout: 180_000 });

async function everythingWritten(scene: Scene): Promise<void> {
  await scene.delivered();
  expect(await scene.written()).toEqual(scene.truth());
}

describe('a broker that goes and comes back', () => {
  let kafka: LocalKafka;
  let settings: KafkaSettings;
  beforeAll(async () => {
    kafka = await startLocalKafka();
    settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
  });
  afterAll(() => kafka.stop());

  test('misses nothing, though the queue was full and trades were left to REST', async () => {
    const producerLimits = { ...defaultLimits, queue: { messages: 300, bytes: 1_000_000 } };
    const options = { trades: 4_000, tradesPerSecond: 400, collector: { producerLimits } };
    await using scene = await Scene.start(settings, options);
    await scene.open();
    await scene.made(400);
    await kafka.kill();
    const { message } = await scene.told('BrokerConnected', 'BrokerUnreachable');
    expect(message).toContain(kafka.bootstrapServers);
    await vi.waitUntil(() => scene.collector.outbox.state.queuedMessages === 300, { timeout: 60_000 });
    await scene.told('CaughtUp', 'Backfilling');
    await kafka.start();
    await scene.told('BrokerConnected', 'Connected');
    await scene.told('CaughtUp', 'CaughtUp');
    await everythingWritten(scene);
  });

  test('is waited for at the start', async () => {
    const [port = 0] = await freePorts(1);
    const late = { bootstrapServers: [`127.0.0.1:${port}`], clientId: 'test' };
    // Ends after the scene does: a collector that stops wants to write what it has.
    await using brokers = new AsyncDisposableStack();
    await using scene = await Scene.start(late, { trades: 300, tradesPerSecond: 300, topics: false });
    await scene.told('BrokerConnected', 'BrokerUnreachable');
    brokers.use(await startLocalKafka({ port }));
    await scene.told('BrokerConnected', 'TopicsPending');
    await scene.createTopics();
    await scene.open();
    await scene.told('BrokerConnected', 'Connected');
    await everythingWritten(scene);
  });
});

describe('a broker that asks for a password', () => {
  const login = { username: 'collector', password: 'right' };
  let kafka: LocalKafka;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'broker-faults-'));
    kafka = await startLocalKafka({ sasl: login });
  });
  afterAll(async () => {
    await kafka.stop();
    await rm(directory, { recursive: true });
  });

  test('gets a wrong one, none and then the right one from the file', async () => {
    const settings: KafkaSettings = {
      bootstrapServers: [kafka.bootstrapServers],
      clientId: 'test',
      sasl: { mechanism: 'PLAIN', ...login },
    };
    const file = join(directory, 'password');
    await writeFile(file, 'wrong\n');
    const source = async (): Promise<KafkaSettings> => ({
      ...settings,
      sasl: { mechanism: 'PLAIN', username: login.username, password: await readSecretFile(file) },
    });
    await using scene = await Scene.start(settings, { trades: 300, tradesPerSecond: 300, kafka: source });
    const wrong = await scene.told('BrokerConnected', 'KafkaAuthenticationFailed');
    expect(wrong.message).not.toMatch(/wrong|right/);
    await rm(file);
    const missing = await scene.told('BrokerConnected', 'SecretNotFound');
    expect(missing.message).toContain(file);
    await writeFile(file, 'right\n');
    await scene.open();
    await everythingWritten(scene);
  });
});
