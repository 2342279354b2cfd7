import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { Manifest, Resource } from '@pricecast/kube';
import { Agent } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ScratchApiServer, startScratchApiServer } from '../../../../charts/tests/scratch-api-server.ts';
import { connectTest, type TestProcess } from '../../../../operator/kube/src/testing/cluster.ts';
import { type Caches, makeCaches } from '../../cluster/caches.ts';
import { resources } from '../../cluster/resources.ts';
import { cachedTargets } from '../../cluster/targets.ts';
import { aParsedScaler } from '../../testing/scaler-scene.ts';
import { SharedReaders } from '../kafka/shared-readers.ts';
import { SharedTopics } from '../kafka/values/shared-topics.ts';
import { openDemand } from '../open-source.ts';
import type { Reading } from '../reading.ts';
import { AllowList } from './allow-list.ts';
import { kubeReach } from './kube-reach.ts';
import { SecretValues } from './secret-values.ts';

/** An address of this machine that Kubernetes takes for an endpoint; loopback it refuses. */
const here = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

const namespaces: Resource = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};

const unheard = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let api: ScratchApiServer;
let cluster: TestProcess;
let caches: Caches;
let prey: Server;
let preyPort = 0;
/** Requests that came through. */
let hits = 0;
const stop = new AbortController();
const dispatcher = new Agent();

beforeAll(async () => {
  if (here === undefined) throw new Error('this machine has no address but loopback');
  api = await startScratchApiServer();
  cluster = await connectTest(api.kubeconfig);
  prey = createServer((_request, response) => {
    hits += 1;
    response.end('{"arrivals":7}');
  });
  await new Promise<void>((resolve) => prey.listen(0, here, resolve));
  preyPort = (prey.address() as { port: number }).port;
  for (const name of ['shop', 'other'])
    await cluster.client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await aPod('shop', 'queue-0', here);
  await aPod('other', 'queue-0', here);
  await cluster.client.create(resources.secrets, {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'other', name: 'queue' } },
    data: { token: btoa('hush') },
  });
  const { connection, clock, random, log, metrics } = cluster;
  const transport = connection.direct;
  caches = makeCaches({ transport, clock, random, log, metrics, namespaces: [] });
  void caches.pods.run(stop.signal);
  await vi.waitUntil(() => caches.pods.size === 2, { timeout: 20_000 });
});
afterAll(async () => {
  stop.abort();
  prey?.close();
  await dispatcher.destroy();
  await cluster?.close();
  await api?.stop();
});
beforeEach(() => {
  hits = 0;
});

async function aPod(namespace: string, name: string, podIP: string): Promise<void> {
  const { client, connection } = cluster;
  const spec = { containers: [{ name: 'app', image: 'app' }] };
  await client.create(resources.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name }, spec });
  const conditions = [{ type: 'Ready', status: 'True' }];
  await connection.direct.send({
    verb: 'patch',
    resource: resources.pods,
    path: `/api/v1/namespaces/${namespace}/pods/${name}/status`,
    body: { status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }], conditions } },
    contentType: 'application/merge-patch+json',
    idempotent: true,
    deadlineMs: 5_000,
  });
}

const aService = (name: string, spec: object): Promise<Manifest> =>
  cluster.client.create(resources.services, {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name }, spec },
  });

const slice = (service: string, address: string, port: number, pod?: string) =>
  cluster.client.create(resources.endpointSlices, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace: 'shop', name: `${service}-1`, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    endpoints: [
      {
        addresses: [address],
        ...(pod === undefined ? {} : { targetRef: { kind: 'Pod', name: pod, namespace: 'shop' } }),
      },
    ],
    ports: [{ name: '', port, protocol: 'TCP' }],
  });

/** What a scaler of namespace shop reads whose author wrote this. */
async function readAs(http: object, allowed: readonly string[] = []): Promise<Reading> {
  const { client, connection, clock } = cluster;
  const monotonicMs = () => clock.monotonicMs();
  const settings = { port: 80, valuePath: 'arrivals', ...http };
  const scaler = aParsedScaler({ demand: { source: 'Http', http: settings } });
  const source = openDemand(
    { ...scaler, metadata: { ...scaler.metadata, namespace: 'shop' } },
    {
      reach: kubeReach({
        ...{ client, transport: connection.direct, caches, monotonicMs },
        allowed: AllowList.parse(allowed),
      }),
      secrets: new SecretValues(client, monotonicMs),
      readers: new SharedReaders(unheard),
      topics: new SharedTopics({ log: unheard, now: Date.now, random: Math.random }),
      ...{ dispatcher, targets: cachedTargets(caches), now: Date.now, monotonicMs, random: Math.random },
    },
  );
  const reading = await source.read(AbortSignal.timeout(10_000));
  await source.close();
  return reading;
}

describe('a scaler on a real API server', () => {
  test('reads the Service of its own namespace', async () => {
    await aService('queue', { ports: [{ port: 80, targetPort: preyPort }] });
    await slice('queue', here ?? '', preyPort, 'queue-0');
    expect(await readAs({ service: 'queue' })).toMatchObject({ kind: 'Value', load: 7 });
    expect(hits).toBe(1);
  });

  const elsewhere = /does not lead to serving pods of its namespace/;
  const unlisted = /is not in the administrator's list/;
  const portOnly = { ports: [{ port: 80 }] };
  const named = (externalName: string) => ({ type: 'ExternalName', externalName });
  test.each<[string, string, () => Promise<unknown>, RegExp]>([
    [
      'a pod of another namespace, by an EndpointSlice written by hand',
      'trick',
      async () => {
        await aService('trick', portOnly);
        await slice('trick', here ?? '', preyPort, 'other-0');
      },
      elsewhere,
    ],
    [
      'the same without naming a pod',
      'bare',
      async () => {
        await aService('bare', portOnly);
        await slice('bare', here ?? '', preyPort);
      },
      elsewhere,
    ],
    ['the API server, as a name', 'api', () => aService('api', named('kubernetes.default.svc')), unlisted],
    ['the metadata service, as a name', 'meta', () => aService('meta', named('169.254.169.254')), unlisted],
    [
      'another namespace, by a dot in the name',
      'queue.other',
      async () => {},
      /does not exist in namespace shop/,
    ],
  ])('does not reach %s', async (_, service, prepare, what) => {
    await prepare();
    const reading = await readAs({ service });
    expect(reading).toMatchObject({ reason: 'DemandRefused', what: expect.stringMatching(what) });
    expect(hits).toBe(0);
  });

  test('reaches the metadata service by no EndpointSlice, which the API server refuses, and by no wide list', async () => {
    await aService('link', portOnly);
    await expect(slice('link', '169.254.169.254', 80)).rejects.toMatchObject({ code: 'KUBE_INVALID' });
    const reading = await readAs({ service: 'meta' }, ['0.0.0.0/0', '169.254.169.254.example.com']);
    expect(reading).toMatchObject({ reason: 'DemandRefused' });
  });

  test('gets no Secret of another namespace', async () => {
    const authorization = { type: 'Bearer', secretRef: { name: 'queue', key: 'token' } };
    const reading = await readAs({ service: 'queue', authorization });
    expect(reading).toMatchObject({
      reason: 'DemandRefused',
      what: expect.stringContaining('Secret queue does not exist in namespace shop'),
    });
    expect(hits).toBe(0);
  });

  test('reaches what the administrator lists', async () => {
    const reading = await readAs({ service: 'bare' }, [`${here}:${preyPort}`]);
    expect(reading).toMatchObject({ kind: 'Value', load: 7 });
  });
});
