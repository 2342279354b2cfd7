import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KafkaAdmin, KafkaSender, type OutgoingMessage } from '@pricecast/stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aScaler } from '../../crds/samples/builders.ts';
import { type LocalKafka, startLocalKafka } from '../../hack/src/kafka/local-kafka.ts';
import {
  type AdapterScene,
  openAdapterScene,
  readers,
  sceneNamespace,
} from '../../hack/src/proofs/adapter/adapter-scene.ts';
import { LocalRedis } from '../../hack/src/redis/local-redis.ts';
import { AdapterProcess } from './testing/adapter-process.ts';

/** The master of the API server. */
const token = 'scratch';
let scene: AdapterScene;
let redis: LocalRedis;
let kafka: LocalKafka;
let environment: Record<string, string> = {};

beforeAll(async () => {
  const { signal } = new AbortController();
  [scene, redis, kafka] = await Promise.all([
    openAdapterScene({ scalers: ['checkout', 'orders'], intervalSeconds: 5, loadOf: () => 55, signal }),
    LocalRedis.start({ password: 'a word' }),
    startLocalKafka(),
  ]);
  const password = join(scene.folder, 'password');
  await writeFile(password, 'a word\n');
  environment = {
    ...scene.settings,
    STORE_REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    STORE_REDIS_PASSWORD_FILE: password,
  };
});
afterAll(async () => {
  await redis?.[Symbol.asyncDispose]();
  await kafka?.stop();
  await scene?.[Symbol.asyncDispose]();
});

const metricPath = (scaler: string) =>
  `/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/predictivescalers.pricecast.dev/${scaler}/pricecast_observed_load`;

test('two processes share the scalers of an API server: either answers for both, and explains both', async () => {
  await using first = new AdapterProcess({ ...environment, REPLICA_NAME: 'first' });
  await using second = new AdapterProcess({ ...environment, REPLICA_NAME: 'second' });
  await vi.waitUntil(async () => (await first.isReady()) && (await second.isReady()), 60_000);
  const load = { items: [expect.objectContaining({ value: '55' })] };
  for (const replica of [first, second])
    for (const scaler of ['checkout', 'orders'])
      await vi.waitFor(
        async () =>
          expect(await replica.get('metrics', metricPath(scaler), token)).toMatchObject({
            status: 200,
            body: load,
          }),
        { timeout: 30_000, interval: 100 },
      );
  for (const replica of [first, second]) {
    const { body } = await replica.get('explain', '/models/status?namespace=shop', token);
    expect(body).toMatchObject({ models: [{ scaler: 'checkout' }, { scaler: 'orders' }] });
  }
  expect(await second.get('explain', '/models/status?namespace=shop', 'nobody')).toMatchObject({
    status: 401,
  });
  const loads = ['get', 'predictivescalers', '-n', sceneNamespace, '-o', 'jsonpath={.items[*].status.load}'];
  await vi.waitFor(async () => expect(await scene.kubectl(loads)).toBe('55 55'), 10_000);
  await Promise.all([first.stop(), second.stop()]);
  for (const { lines } of [first, second]) {
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(JSON.stringify(lines)).not.toContain('a word');
  }
});

/** Half an hour of arrivals in slots of five seconds, and of what shows them a minute before; up to now. */
async function produceLedLoad(): Promise<void> {
  const settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
  const quiet = { debug: () => undefined, warn: () => undefined };
  const admin = await KafkaAdmin.connect(settings, quiet);
  const topic = (name: string) => ({ name, partitions: 2, replicationFactor: 1, config: {} });
  await admin.ensureTopics([topic('arrivals'), topic('signals')]);
  await admin.close();
  const begin = Date.now() - 1_800_000;
  const loadAt = (slot: number) => (Math.floor(slot / 24) % 3 === 1 ? 30 : 5) + (slot % 4);
  const message = (name: string, timestamp: number, value: string): OutgoingMessage => ({
    ...{ topic: name, key: 'BTC', headers: {}, timestamp, value },
  });
  const sender = new KafkaSender(async () => settings, quiet);
  await sender.send(
    Array.from({ length: 360 }, (_, slot) => slot).flatMap((slot) => {
      const at = begin + slot * 5_000;
      const signal = JSON.stringify({ target: 'Volume', point: loadAt(slot + 12) });
      return [
        message('signals', at + 1_000, signal),
        ...Array.from({ length: loadAt(slot) }, (_, index) => message('arrivals', at + 10 * index, '')),
      ];
    }),
  );
  await sender.close();
}

test('a topic leads a scaler from its first sight on, is explained, and is named when it is gone', async () => {
  await produceLedLoad();
  const bootstrapServers = [kafka.bootstrapServers];
  const volume = { matchFields: [{ path: 'target', value: 'Volume' }], valuePath: 'point', key: 'BTC' };
  const signal = { topic: 'signals', bootstrapServers, ...volume };
  const led = aScaler({
    targetRef: { name: 'checkout' },
    demand: {
      ...{ source: 'KafkaTopic', kafkaTopic: { topic: 'arrivals', bootstrapServers }, intervalSeconds: 5 },
      regressors: [{ name: 'signal', source: 'KafkaTopic', kafkaTopic: signal }],
    },
  });
  const metadata = { namespace: sceneNamespace, name: 'led' };
  await scene.kubectl(['apply', '-f', '-'], JSON.stringify({ ...led, metadata }));
  await using adapter = new AdapterProcess({ ...environment, REPLICA_NAME: 'fourth' });
  const told = async () => {
    const { body } = await adapter.get('explain', `/predict/led?namespace=${sceneNamespace}`, token);
    return body;
  };
  await vi.waitFor(
    async () =>
      expect(await told()).toMatchObject({
        demand: {
          regressors: [{ name: 'signal', source: 'KafkaTopic', seenAt: expect.any(String), fault: null }],
        },
        model: { name: 'seasonal-ridge-forest', notes: [] },
      }),
    { timeout: 60_000, interval: 250 },
  );
  await kafka.stop();
  const path = '{.status.conditions[?(@.type=="ForecastAvailable")].message}';
  await vi.waitFor(
    async () =>
      expect(
        await scene.kubectl(['get', 'psc', 'led', '-n', sceneNamespace, '-o', `jsonpath=${path}`]),
      ).toContain('Regressor signal: '),
    // The consumer tries again for half a minute before it says that there is no broker.
    { timeout: 90_000, interval: 250 },
  );
  await scene.kubectl(['delete', 'psc', 'led', '-n', sceneNamespace]);
}, 180_000);

test('while the API server is away, rights that are remembered count, and all others are none', async () => {
  // Alone: with others it would miss those that were killed before for some seconds.
  const store = { STORE_FOLDER: join(scene.folder, 'store') };
  await using adapter = new AdapterProcess({ ...scene.settings, ...store });
  const statusFor = async (user: string, group = readers) =>
    await adapter.statusFor(user, group, metricPath('checkout'), scene.proxy);
  await vi.waitFor(async () => expect(await statusFor('hpa')).toBe(200), {
    timeout: 30_000,
    interval: 100,
  });
  expect(await statusFor('guest', 'guests')).toBe(403);
  await scene.stopApiServer();
  expect(await statusFor('hpa')).toBe(200);
  expect(await statusFor('guest', 'guests')).toBe(403);
  expect(await statusFor('stranger')).toBe(500);
});
