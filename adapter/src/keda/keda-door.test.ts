import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { credentials, type ServiceError, status } from '@grpc/grpc-js';
import { scalingMetrics } from '@pricecast/crds';
import { createLogger } from '@pricecast/runtime';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { known } from '../snapshot/figure.ts';
import type { ScalerSnapshot } from '../snapshot/scaler-snapshot.ts';
import { Authority, type Pair } from '../testing/authority.ts';
import { OlderExternalScaler } from '../testing/older-keda.ts';
import { aSnapshot, producedAt } from '../testing/world.ts';
import { ExternalScaler } from './contract.ts';
import { KedaDoor } from './keda-door.ts';

const ours = new Authority('pricecast adapter authority');
const others = new Authority('pricecast adapter authority');
const folder = mkdtempSync(join(tmpdir(), 'adapter-keda-'));
const files = {
  cert: join(folder, 'tls.crt'),
  key: join(folder, 'tls.key'),
  clientAuthorities: join(folder, 'ca.crt'),
};
const keda = ours.sign({ commonName: 'pricecast-keda-client' });
const { desiredReplicas, liveReplicas } = scalingMetrics;
const ref = { name: 'any', namespace: 'shop', scalerMetadata: { scaler: 'checkout' } };

/** What is published at the moment. */
let snapshot: ScalerSnapshot = aSnapshot();
const timers = new Set<() => void>();
const answered: string[] = [];
let door: KedaDoor;
const open: { close(): void }[] = [];

const serve = ({ cert, key }: Pair, authorities = ours.pair.cert) => {
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  writeFileSync(files.clientAuthorities, authorities);
};

/** Lets every timer end that is set now, and waits until the door has set its own again. */
async function tick(): Promise<void> {
  const due = [...timers];
  timers.clear();
  for (const end of due) end();
  await expect.poll(() => timers.size).toBeGreaterThanOrEqual(due.length);
}

beforeAll(async () => {
  serve(ours.sign({ commonName: 'first', usage: 'serverAuth' }));
  door = await KedaDoor.open({
    host: '127.0.0.1',
    port: 0,
    files,
    world: { scalersOf: (namespace) => (namespace === 'shop' ? [snapshot] : []) },
    clock: {
      now: () => new Date(producedAt),
      monotonicMs: () => 0,
      after: (_, callback) => {
        timers.add(callback);
        return () => timers.delete(callback);
      },
    },
    log: createLogger('adapter', 'fatal'),
    clientNames: ['pricecast-keda-client'],
    answered: (method, code) => void answered.push(`${method} ${code}`),
  });
});
afterEach(() => {
  for (const client of open.splice(0)) client.close();
  snapshot = aSnapshot();
  answered.length = 0;
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true });
  for (const authority of [ours, others]) authority[Symbol.dispose]();
});

function clientWith(pair: Pair | undefined, Client = ExternalScaler) {
  const shown = pair === undefined ? [] : [Buffer.from(pair.key), Buffer.from(pair.cert)];
  const client = new Client(
    `localhost:${door.port}`,
    credentials.createSsl(Buffer.from(ours.pair.cert), ...shown),
  );
  open.push(client);
  return client;
}

type Answer = { readonly value: unknown } | { readonly code: string };

/** What a call comes to; a call that waits for a connection gives up after five seconds. */
function ask(client: InstanceType<typeof ExternalScaler>, method: string, request: object): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  client[method]?.(request, { deadline: Date.now() + 5_000 }, (error: ServiceError | null, value: unknown) =>
    resolve(error === null ? { value } : { code: status[error.code] ?? '' }),
  );
  return promise;
}

describe('KEDA', () => {
  test('gets spec, value and activity', async () => {
    const client = clientWith(keda);
    expect(await ask(client, 'GetMetricSpec', ref)).toEqual({
      value: { metricSpecs: [{ metricName: desiredReplicas, targetSize: 1, targetSizeFloat: 1 }] },
    });
    expect(await ask(client, 'GetMetrics', { scaledObjectRef: ref, metricName: desiredReplicas })).toEqual({
      value: { metricValues: [{ metricName: desiredReplicas, metricValue: 7, metricValueFloat: 7 }] },
    });
    expect(await ask(client, 'IsActive', ref)).toEqual({ value: { result: true } });
    expect(answered).toEqual(['GetMetricSpec OK', 'GetMetrics OK', 'IsActive OK']);
  });

  test('gets an error and no 0 where nothing is known', async () => {
    const client = clientWith(keda);
    const nobody = { ...ref, scalerMetadata: { scaler: 'nobody' } };
    expect(await ask(client, 'IsActive', nobody)).toEqual({ code: 'NOT_FOUND' });
    expect(await ask(client, 'GetMetricSpec', { ...ref, scalerMetadata: {} })).toEqual({
      code: 'INVALID_ARGUMENT',
    });
    expect(await ask(client, 'GetMetrics', { metricName: 'x' })).toEqual({ code: 'INVALID_ARGUMENT' });
    snapshot = aSnapshot({ maxAgeSeconds: -1 });
    expect(await ask(client, 'IsActive', ref)).toEqual({ code: 'FAILED_PRECONDITION' });
  });

  test('is pushed the present state, and then that somebody wakes', async () => {
    const desire = (replicas: number) => {
      const figures = {
        ...aSnapshot().figures,
        [desiredReplicas]: known(replicas, producedAt),
        [liveReplicas]: known(0, producedAt),
      };
      snapshot = aSnapshot({ figures });
    };
    desire(0);
    const stream = clientWith(keda).StreamIsActive?.(ref);
    const told: boolean[] = [];
    stream.on('data', ({ result }: { result: boolean }) => told.push(result));
    stream.on('error', () => {});
    await expect.poll(() => told).toEqual([false]);
    await tick();
    desire(3);
    await tick();
    await expect.poll(() => told).toEqual([false, true]);
    desire(4);
    await tick();
    desire(0);
    await tick();
    desire(1);
    await tick();
    await expect.poll(() => told).toEqual([false, true, true]);
    stream.cancel();
  });

  test('is pushed the target once', async () => {
    const stream = clientWith(keda).StreamMetricSpec?.(ref);
    stream.on('error', () => {});
    const [spec] = await once(stream, 'data');
    expect(spec.metricSpecs).toEqual([{ metricName: desiredReplicas, targetSize: 1, targetSizeFloat: 1 }]);
    stream.cancel();
  });
});

describe('KEDA 2.16, which reads whole numbers alone,', () => {
  test.each([
    ['a whole number as it is', 7, 7],
    ['more than a whole number as the next one', 137.5, 138],
    ['hardly anything as something', 0.0002, 1],
    ['nothing as nothing', 0, 0],
  ])('gets %s', async (_, load, whole) => {
    const metric = scalingMetrics.observedLoad;
    snapshot = aSnapshot({ figures: { ...aSnapshot().figures, [metric]: known(load, producedAt) } });
    const client = clientWith(keda, OlderExternalScaler);
    const asked = { ...ref, scalerMetadata: { scaler: 'checkout', metric, target: '20' } };
    expect(await ask(client, 'GetMetricSpec', asked)).toEqual({
      value: { metricSpecs: [{ metricName: metric, targetSize: 20 }] },
    });
    expect(await ask(client, 'GetMetrics', { scaledObjectRef: asked, metricName: metric })).toEqual({
      value: { metricValues: [{ metricName: metric, metricValue: whole }] },
    });
  });

  test('gets an error and no 0 where everything is stale, and is pushed that pods are wanted', async () => {
    const client = clientWith(keda, OlderExternalScaler);
    expect(await ask(client, 'IsActive', ref)).toEqual({ value: { result: true } });
    const stream = client.StreamIsActive?.(ref);
    stream.on('error', () => {});
    expect(await once(stream, 'data')).toEqual([{ result: true }]);
    stream.cancel();
    snapshot = aSnapshot({ maxAgeSeconds: -1 });
    const request = { scaledObjectRef: ref, metricName: desiredReplicas };
    expect(await ask(client, 'GetMetrics', request)).toEqual({ code: 'FAILED_PRECONDITION' });
  });
});

describe('nobody else', () => {
  test.each([
    ['without a certificate', undefined, 'UNAVAILABLE'],
    [
      'with one of an authority that bears the name of ours',
      others.sign({ commonName: 'pricecast-keda-client' }),
      'UNAVAILABLE',
    ],
    [
      'with a certificate for servers',
      ours.sign({ commonName: 'pricecast-keda-client', usage: 'serverAuth' }),
      'UNAVAILABLE',
    ],
    ['with another name', ours.sign({ commonName: 'somebody' }), 'PERMISSION_DENIED'],
  ] as const)('gets in %s', async (_, pair, code) => {
    const client = clientWith(pair);
    expect(await ask(client, 'IsActive', ref)).toEqual({ code });
    const stream = client.StreamIsActive?.(ref);
    const [error] = await once(stream, 'error');
    expect(status[error.code]).toBe(code);
  });
});

test('whatever bytes a known caller sends, and whatever metadata, KEDA is answered afterwards', async () => {
  const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
  const bytes = fc.array(fc.oneof(fc.constant(preface), fc.string({ maxLength: 60, unit: 'binary' })), {
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(bytes, async (parts) => {
      const socket = connect({
        host: '127.0.0.1',
        port: door.port,
        ca: ours.pair.cert,
        ALPNProtocols: ['h2'],
        ...keda,
      });
      socket.on('error', () => {});
      await once(socket, 'secureConnect');
      socket.resume();
      socket.end(parts.join(''));
      await new Promise((resolve) => setImmediate(resolve));
      socket.destroy();
    }),
    { numRuns: 40 },
  );
  const client = clientWith(keda);
  const odd = {
    ...ref,
    scalerMetadata: { scaler: 'checkout', '\u0000é': '\u0000', toString: 'x', metric: '%' },
  };
  expect(await ask(client, 'IsActive', odd)).toEqual({ code: 'INVALID_ARGUMENT' });
  expect(await ask(client, 'IsActive', { ...ref, name: 'x'.repeat(100_000) })).toEqual({
    code: 'RESOURCE_EXHAUSTED',
  });
  expect(await ask(client, 'IsActive', ref)).toEqual({ value: { result: true } });
});

test('whatever headers and frames a known caller sends, each call ends with a status, and KEDA is answered afterwards', async () => {
  const session = connectHttp2(`https://localhost:${door.port}`, { ca: ours.pair.cert, ...keda });
  const method = fc.constantFrom('IsActive', 'GetMetrics', 'GetMetricSpec', 'Nothing', '..', '%2F');
  const header = fc.constantFrom(
    'grpc-timeout',
    'grpc-encoding',
    'grpc-accept-encoding',
    'x-any',
    'x-any-bin',
  );
  const value = fc.oneof(
    fc.stringMatching(/^[ -~]{0,40}$/),
    fc.constantFrom('1n', '99999999H', '-1S', 'gzip', 'identity', 'snappy', '%%%', 'AAAA'),
  );
  const type = fc.constantFrom(
    'application/grpc',
    'application/grpc+proto',
    'application/grpc+json',
    'text/html',
  );
  const framed = fc
    .tuple(fc.nat(1), fc.nat(100), fc.uint8Array({ maxLength: 80 }))
    .map(([flag, length, bytes]) => {
      const head = Buffer.alloc(5);
      head.writeUInt8(flag);
      head.writeUInt32BE(length, 1);
      return Buffer.concat([head, bytes]);
    });
  const body = fc.oneof(
    framed,
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(
      method,
      fc.dictionary(header, value, { maxKeys: 3 }),
      type,
      body,
      async (name, more, kind, sent) => {
        const stream = session.request({
          ...more,
          ':method': 'POST',
          ':path': `/externalscaler.ExternalScaler/${name}`,
          'content-type': kind,
        });
        const codes: unknown[] = [];
        stream.on('response', (headers) => codes.push(headers['grpc-status'] ?? headers[':status']));
        stream.on('trailers', (headers) => codes.push(headers['grpc-status']));
        stream.on('error', () => {});
        stream.resume();
        stream.end(sent);
        await once(stream, 'close');
        expect(codes.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 300 },
  );
  session.close();
  expect(await ask(clientWith(keda), 'IsActive', ref)).toEqual({ value: { result: true } });
});

test('a new certificate and a new authority are taken into use, and a broken one is not', async () => {
  const fresh = others.sign({ commonName: 'pricecast-keda-client' });
  writeFileSync(files.cert, 'nonsense');
  await tick();
  expect(await ask(clientWith(keda), 'IsActive', ref)).toEqual({ value: { result: true } });
  serve(ours.sign({ commonName: 'second', usage: 'serverAuth' }), ours.pair.cert + others.pair.cert);
  await tick();
  await expect.poll(() => ask(clientWith(fresh), 'IsActive', ref)).toEqual({ value: { result: true } });
});
