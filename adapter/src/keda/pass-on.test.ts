import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HeaderList } from '../access/header-list.ts';
import { Gate } from '../server/gate.ts';
import { Authority } from '../testing/authority.ts';
import { aPod, aSnapshot, aWorld, producedAt } from '../testing/world.ts';
import { KedaMetricsServer } from './metrics-server.ts';
import { passOnToKeda } from './pass-on.ts';

const authority = new Authority('keda-ca');
const other = new Authority('other-ca');
let keda: Server;
/** What KEDA does with a lookup, set by each test, and the lookups that reached it. */
let answer: RequestListener;
const asked: IncomingMessage[] = [];
let now = 0;
let trusted = authority;
let server: KedaMetricsServer;

beforeAll(async () => {
  keda = createServer(
    authority.sign({ commonName: 'keda', usage: 'serverAuth' }),
    (incoming: IncomingMessage, response) => {
      asked.push(incoming);
      answer(incoming, response);
    },
  );
  await new Promise<void>((resolve) => keda.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  keda.closeAllConnections();
  keda.close();
  authority[Symbol.dispose]();
  other[Symbol.dispose]();
});
beforeEach(() => {
  asked.length = 0;
  trusted = authority;
  answer = saying(200, values);
  server = new KedaMetricsServer({
    url: `https://localhost:${(keda.address() as AddressInfo).port}`,
    authority: async () => trusted.pair.cert,
    token: async () => 'adapter-token',
    monotonicMs: () => now,
    failed: () => {},
  });
});
afterEach(() => server.close());

const item = { metricName: 's0-queue', metricLabels: null, timestamp: '2026-03-01T10:00:00Z', value: '3' };
const values = {
  kind: 'ExternalMetricValueList',
  apiVersion: 'external.metrics.k8s.io/v1beta1',
  items: [item],
};
const saying =
  (status: number, body: object | string): RequestListener =>
  (_, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'retry-after': '1', location: 'http://a/' })
      .end(typeof body === 'string' ? body : JSON.stringify(body));

const external = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop';
const ofKeda = `${external}/S0-Queue?labelSelector=scaledobject.keda.sh%2Fname%3Dweb`;

function ask(url: string, isAllowed = true) {
  const [path = '', query = ''] = url.split('?');
  const gate = new Gate({
    authenticator: {
      authenticate: async () => ({ kind: 'User', user: { name: 'hpa', groups: [], extra: {} } }),
    },
    authorizer: { isAllowed: async () => isAllowed },
    world: aWorld([aSnapshot()], [aPod('checkout-a')]),
    now: () => producedAt,
    clock: { after: () => () => {} },
    probe: () => [],
    turned: () => {},
    passOn: passOnToKeda(server),
  });
  const headers = ['X-Remote-User', 'admin', 'Authorization', 'Bearer stolen', 'Accept', '*/*'];
  const request = { path, query: new URLSearchParams(query), accept: '*/*', ifNoneMatch: undefined };
  return gate.serve(
    { ...request, method: 'GET' },
    { headers: new HeaderList(headers), certificate: undefined, showedCertificate: false },
  );
}
const messageOf = ({ body }: { readonly body: string }): string => JSON.parse(body).message;

describe("a lookup of an HPA of KEDA's", () => {
  test('gets what KEDA says, asked in the name of the adapter and by nothing of the caller', async () => {
    const { status, body, headers } = await ask(ofKeda);
    expect([status, JSON.parse(body), headers]).toEqual([200, values, undefined]);
    const [seen] = asked;
    expect(seen?.url).toBe(`${external}/s0-queue?labelSelector=scaledobject.keda.sh%2Fname%3Dweb`);
    expect(seen?.headers).toMatchObject({ authorization: 'Bearer adapter-token' });
    expect(Object.keys(seen?.headers ?? {}).filter((name) => name.startsWith('x-remote'))).toEqual([]);
  });

  test('is asked of nobody when the caller has no right to it', async () => {
    const { status } = await ask(ofKeda, false);
    expect([status, asked.length]).toEqual([403, 0]);
  });

  test('gets a Status of KEDA as it is', async () => {
    const said = { kind: 'Status', status: 'Failure', message: 'no such ScaledObject', code: 500 };
    answer = saying(500, said);
    const { status, body, headers } = await ask(ofKeda);
    expect([status, JSON.parse(body), headers]).toEqual([500, said, undefined]);
  });

  test.each<[string, RequestListener, string]>([
    [
      'a list whose item has no value',
      saying(200, { ...values, items: [{ metricName: 'a' }] }),
      'no list of values',
    ],
    ['no list', saying(200, { ...values, items: null }), 'no list of values'],
    ['a Status under 200', saying(200, { kind: 'Status', message: 'no' }), 'no list of values'],
    ['no JSON', saying(200, 'ok'), 'no list of values'],
    ['a redirect', saying(302, ''), 'status 302'],
    ['an answer that is too large', saying(200, ' '.repeat(1_000_001)), 'too much'],
    ['no right of ours', saying(403, { kind: 'Status', message: 'no' }), 'does not let the adapter in'],
    ['a broken connection', ({ socket }) => socket.destroy(), 'does not answer'],
    ['silence', () => {}, 'does not answer'],
  ])('is refused, and never zero, where KEDA gives %s', async (_, listener, told) => {
    answer = listener;
    const given = await ask(ofKeda);
    expect(given.status).toBe(503);
    expect(messageOf(given)).toContain(told);
  });

  test('is refused where another authority has signed the certificate, until the right one is there', async () => {
    trusted = other;
    expect((await ask(ofKeda)).status).toBe(503);
    expect(asked).toEqual([]);
    trusted = authority;
    expect((await ask(ofKeda)).status).toBe(200);
  });

  test('does not wait for a KEDA that has failed three times, but for one try in five seconds', async () => {
    answer = ({ socket }) => socket.destroy();
    for (let turn = 0; turn < 5; turn += 1) await ask(ofKeda);
    expect(asked).toHaveLength(3);
    now += 5_000;
    await Promise.all([ask(ofKeda), ask(ofKeda)]);
    expect(asked).toHaveLength(4);
    answer = saying(200, values);
    now += 5_000;
    expect((await ask(ofKeda)).status).toBe(200);
    expect((await ask(ofKeda)).status).toBe(200);
  });
});

test.each([
  ['of ours', `${external}/pricecast_desired_replicas?labelSelector=scaler%3Dcheckout`, 200],
  [
    'of ours that excludes what is KEDA’s',
    `${external}/pricecast_desired_replicas?labelSelector=%21scaledobject.keda.sh%2Fname`,
    200,
  ],
  [
    'about an object',
    `/apis/custom.metrics.k8s.io/v1beta1/namespaces/shop/pods/a/x?labelSelector=scaledobject.keda.sh%2Fname%3Dweb`,
    404,
  ],
  ['that cannot be read', `${ofKeda}&limit=many`, 400],
])('a lookup %s does not reach KEDA', async (_, url, status) => {
  expect((await ask(url)).status).toBe(status);
  expect(asked).toEqual([]);
});
