import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { predictiveScalerCrd } from '@pricecast/crds';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { run } from '../../charts/tests/helm.ts';
import { type ScratchApiServer, startScratchApiServer } from '../../charts/tests/scratch-api-server.ts';
import { aScaler } from '../../crds/samples/builders.ts';
import { LocalRedis } from '../../hack/src/redis/local-redis.ts';
import { trustConfigMap } from './access/trust.ts';
import { AdapterProcess } from './testing/adapter-process.ts';
import { Authority } from './testing/authority.ts';

/** The master of the API server. */
const token = 'scratch';
/** An address of this machine that Kubernetes takes for an endpoint; loopback it refuses. */
const here = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
const authority = new Authority('adapter-test');
let folder = '';
let api: ScratchApiServer;
let redis: LocalRedis;
let queue: Server;
let environment: Record<string, string> = {};

beforeAll(async () => {
  if (here === undefined) throw new Error('this machine has no address but loopback');
  folder = await mkdtemp(join(tmpdir(), 'pricecast-adapter-'));
  queue = createServer((_request, response) => response.end('{"arrivals":55}'));
  await new Promise<void>((resolve) => queue.listen(0, here, resolve));
  const { port } = queue.address() as AddressInfo;
  [api, redis] = await Promise.all([startScratchApiServer(), LocalRedis.start({ password: 'a word' })]);
  await apply(predictiveScalerCrd());
  await vi.waitUntil(async () => (await kubectl(['get', 'predictivescalers'])).code === 0, 20_000);
  for (const object of objects(here, port)) await apply(object);
  const { cert, key } = authority.sign({ commonName: 'adapter', usage: 'serverAuth' });
  const files = {
    cert: join(folder, 'tls.crt'),
    key: join(folder, 'tls.key'),
    password: join(folder, 'password'),
  };
  await Promise.all([
    writeFile(files.cert, cert),
    writeFile(files.key, key),
    writeFile(files.password, 'a word\n'),
  ]);
  environment = {
    KUBECONFIG: api.kubeconfig,
    SERVING_CERT_FILE: files.cert,
    SERVING_KEY_FILE: files.key,
    ALLOWED_ADDRESSES: `${here}:${port}`,
    STORE_REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    STORE_REDIS_PASSWORD_FILE: files.password,
  };
});
afterAll(async () => {
  queue?.close();
  await redis?.[Symbol.asyncDispose]();
  await api?.stop();
  authority[Symbol.dispose]();
  await rm(folder, { recursive: true, force: true });
});

const kubectl = (words: readonly string[], input = '') =>
  run('kubectl', words, { kubeconfig: api.kubeconfig, input });

async function apply(object: object): Promise<void> {
  const { code, err } = await kubectl(['apply', '-f', '-'], JSON.stringify(object));
  if (code !== 0) throw new Error(err);
}

/** Two scalers whose load is told by a Service that leads out of the cluster. */
function objects(address: string, port: number): readonly object[] {
  const labels = { app: 'checkout' };
  const namespaced = (name: string) => ({ metadata: { namespace: 'shop', name } });
  const containers = [{ name: 'app', image: 'app' }];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: trustConfigMap },
      data: { 'client-ca-file': authority.pair.cert, 'requestheader-client-ca-file': authority.pair.cert },
    },
    {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', ...namespaced('checkout') },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
    },
    { apiVersion: 'v1', kind: 'Service', ...namespaced('queue'), spec: { ports: [{ port: 80 }] } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace: 'shop', name: 'queue-1', labels: { 'kubernetes.io/service-name': 'queue' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address] }],
      ports: [{ name: '', port, protocol: 'TCP' }],
    },
    ...['checkout', 'orders'].map((name) =>
      aScaler(
        {
          demand: {
            source: 'Http',
            http: { service: 'queue', port: 80, valuePath: 'arrivals' },
            intervalSeconds: 5,
          },
          capacity: { type: 'Fixed', loadPerReplica: 20 },
        },
        name,
      ),
    ),
  ];
}

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
  const loads = ['get', 'predictivescalers', '-n', 'shop', '-o', 'jsonpath={.items[*].status.load}'];
  await vi.waitFor(async () => expect((await kubectl(loads)).out).toBe('55 55'), 10_000);
  await Promise.all([first.stop(), second.stop()]);
  for (const { lines } of [first, second]) {
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(JSON.stringify(lines)).not.toContain('a word');
  }
});
