import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
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
let environment: Record<string, string> = {};

beforeAll(async () => {
  const { signal } = new AbortController();
  [scene, redis] = await Promise.all([
    openAdapterScene({ scalers: ['checkout', 'orders'], intervalSeconds: 5, loadOf: () => 55, signal }),
    LocalRedis.start({ password: 'a word' }),
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

test('while the API server is away, rights that are remembered count, and all others are none', async () => {
  await using adapter = new AdapterProcess({ ...environment, REPLICA_NAME: 'third' });
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
