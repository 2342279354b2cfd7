import { once } from 'node:events';
import { request } from 'node:https';
import { systemClock } from '@pricecast/kube';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Attributes } from '../access/attributes.ts';
import { Authenticator } from '../access/authenticator.ts';
import { Authorizer } from '../access/authorizer.ts';
import { parseTrust, type Trust } from '../access/trust.ts';
import type { User } from '../access/user.ts';
import { Authority, type Pair } from '../testing/authority.ts';
import { aSnapshot, aWorld, producedAt } from '../testing/world.ts';
import { Gate } from './gate.ts';
import { MetricListener } from './metric-listener.ts';

const proxies = new Authority('front-proxy-ca');
const clients = new Authority('kubernetes-ca');
const strangers = new Authority('kubernetes-ca');
const serving = new Authority('serving-ca');
const path =
  '/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/predictivescalers.pricecast.dev/checkout/pricecast_desired_replicas';

const pairs = {
  proxy: proxies.sign({ commonName: 'front-proxy-client' }),
  otherProxy: proxies.sign({ commonName: 'somebody' }),
  serverOfProxies: proxies.sign({ commonName: 'front-proxy-client', usage: 'serverAuth' }),
  clientNamedProxy: clients.sign({ commonName: 'front-proxy-client', organization: 'ops' }),
  stranger: strangers.sign({ commonName: 'front-proxy-client', organization: 'system:masters' }),
};
const trustOf = (proxyAuthority: Authority): Trust | undefined =>
  parseTrust({
    'client-ca-file': clients.pair.cert,
    'requestheader-client-ca-file': proxyAuthority.pair.cert,
    'requestheader-allowed-names': '["front-proxy-client"]',
    'requestheader-username-headers': '["X-Remote-User"]',
    'requestheader-group-headers': '["X-Remote-Group"]',
    'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
    'requestheader-uid-headers': '["X-Remote-Uid"]',
  });

/** Who was asked about, in the order of asking. */
let asked: { user: User; attributes: Attributes }[] = [];
let isAllowed: (user: User) => Promise<boolean>;
let trust: Trust | undefined;
let listener: MetricListener;

beforeAll(async () => {
  trust = trustOf(proxies);
  const gate = new Gate({
    authenticator: new Authenticator({
      trust: () => trust,
      tokens: {
        review: async (token) =>
          token === 'good' ? { name: 'token-user', groups: [], extra: {} } : undefined,
      },
      now: Date.now,
    }),
    authorizer: {
      isAllowed: (user, attributes) =>
        new Authorizer({ reviews: { isAllowed: record }, monotonicMs: () => 0 }).isAllowed(user, attributes),
    },
    world: aWorld([aSnapshot()]),
    now: () => producedAt,
    clock: systemClock(),
    probe: () => [],
    turned: () => {},
  });
  listener = await MetricListener.start({
    host: '127.0.0.1',
    port: 0,
    secrets: {
      ...serving.sign({ commonName: 'adapter', usage: 'serverAuth' }),
      clientAuthorities: trust?.pem ?? [],
    },
    gate,
    answered: () => {},
    failed: (error) => {
      throw error;
    },
    monotonicMs: () => 0,
  });
});
afterAll(async () => {
  await listener.close();
  for (const authority of [proxies, clients, strangers, serving]) authority[Symbol.dispose]();
});
beforeEach(() => {
  asked = [];
  trust = trustOf(proxies);
  isAllowed = async (user) => user.name !== 'system:anonymous';
});

async function record(user: User, attributes: Attributes): Promise<boolean> {
  asked.push({ user, attributes });
  return isAllowed(user);
}

type Headers = Readonly<Record<string, string | string[]>>;

/** The status code of one request on a connection of its own. */
async function call(pair: Pair | undefined, headers: Headers): Promise<number | undefined> {
  const options = {
    host: '127.0.0.1',
    port: listener.port,
    path,
    headers,
    ca: serving.pair.cert,
    agent: false,
    ...pair,
  };
  const sent = request(options).end();
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

const masters = { 'x-remote-user': 'admin', 'x-remote-group': 'system:masters' };
const hpa = {
  'x-remote-user': 'hpa',
  'x-remote-group': ['a,b', 'c'],
  'x-remote-extra-scopes%2fx': 'y',
  'x-remote-uid': '7',
};

describe('who gets in by which proof', () => {
  test.each([
    ['no certificate and the headers of a master', undefined, masters, 403, 'system:anonymous'],
    ['a certificate of the proxy authority under another name', pairs.otherProxy, masters, 401, undefined],
    [
      'a certificate of the client authority that bears the name of a proxy',
      pairs.clientNamedProxy,
      masters,
      200,
      'front-proxy-client',
    ],
    ['a valid proxy that names nobody', pairs.proxy, {}, 401, undefined],
    ['a valid proxy, headers and a token', pairs.proxy, { ...hpa, authorization: 'Bearer good' }, 200, 'hpa'],
    ['an invalid token', undefined, { authorization: 'Bearer bad' }, 401, undefined],
    [
      'impersonation past the API server',
      undefined,
      { authorization: 'Bearer good', 'impersonate-user': 'admin' },
      403,
      undefined,
    ],
    ['a valid token', undefined, { authorization: 'Bearer good' }, 200, 'token-user'],
    ['nothing at all', undefined, {}, 403, 'system:anonymous'],
    ['a certificate of an authority that bears the name of ours', pairs.stranger, masters, 401, undefined],
    ['a certificate of the proxy authority for servers', pairs.serverOfProxies, masters, 401, undefined],
  ] as const)('%s', async (_, pair, headers, code, user) => {
    const status = await call(pair, headers);
    expect([status, asked[0]?.user.name]).toEqual([code, user]);
  });

  test('every value of a header counts by itself, and whoever was checked is authenticated', async () => {
    await call(pairs.proxy, hpa);
    expect(asked[0]?.user).toEqual({
      name: 'hpa',
      groups: ['a,b', 'c', 'system:authenticated'],
      uid: '7',
      extra: { 'scopes/x': ['y'] },
    });
  });

  test('a forged intermediate does not lead from the client authority to the proxies', async () => {
    // It bears the client authority's name, so that the leaf seems to be issued by it, and is signed by nobody we trust.
    const forged = strangers.pair.cert;
    const chain = {
      ...pairs.clientNamedProxy,
      cert: pairs.clientNamedProxy.cert + forged + proxies.pair.cert,
    };
    expect([await call(chain, masters), asked[0]?.user.name]).toEqual([200, 'front-proxy-client']);
  });

  test('nobody is believed while it is not known whom to trust', async () => {
    trust = undefined;
    expect(await call(pairs.proxy, hpa)).toBe(401);
  });

  test('nobody gets in while the API server does not answer', async () => {
    isAllowed = () => Promise.reject(new Error('no answer'));
    expect(await call(pairs.proxy, hpa)).toBe(500);
  });

  test('a service account without the right is refused', async () => {
    isAllowed = async () => false;
    expect(await call(undefined, { authorization: 'Bearer good' })).toBe(403);
  });

  test('a rotated authority counts from then on, and the old one no longer', async () => {
    using fresh = new Authority('front-proxy-ca');
    trust = trustOf(fresh);
    listener.renew({
      ...serving.sign({ commonName: 'adapter', usage: 'serverAuth' }),
      clientAuthorities: trust?.pem ?? [],
    });
    expect(await call(pairs.proxy, hpa)).toBe(401);
    expect(await call(fresh.sign({ commonName: 'front-proxy-client' }), hpa)).toBe(200);
  });
});
