import type { Clock } from '@pricecast/kube';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { Authenticator } from '../access/authenticator.ts';
import { HeaderList } from '../access/header-list.ts';
import type { User } from '../access/user.ts';
import { aPod, aSnapshot, aWorld, producedAt } from '../testing/world.ts';
import { Gate, type GateParts } from './gate.ts';

const somebody: User = { name: 'hpa', groups: [], extra: {} };
/** Every timer that was set and not cancelled; the test lets them end. */
const timers = new Set<() => void>();
const clock: Pick<Clock, 'after'> = {
  after: (_, callback) => {
    timers.add(callback);
    return () => timers.delete(callback);
  },
};
const turned: { code: number; why: string }[] = [];

const aGate = (change: Partial<GateParts> = {}) =>
  new Gate({
    authenticator: { authenticate: async () => ({ kind: 'User', user: somebody }) },
    authorizer: { isAllowed: async () => true },
    world: aWorld([aSnapshot()], [aPod('checkout-a')]),
    now: () => producedAt,
    clock,
    probe: () => [],
    turned: ({ code, why }) => void turned.push({ code, why }),
    ...change,
  });

function ask(gate: Gate, url: string, accept = '*/*', raw: readonly string[] = []) {
  const [path = '', query = ''] = url.split('?');
  const request = {
    method: 'GET',
    path,
    query: new URLSearchParams(query),
    accept,
    ifNoneMatch: undefined,
  };
  return gate.serve(request, {
    headers: new HeaderList(raw),
    certificate: undefined,
    showedCertificate: false,
  });
}

const lookup = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/pricecast_desired_replicas';

beforeEach(() => {
  timers.clear();
  turned.length = 0;
});

describe('a gate', () => {
  test('answers a lookup in its time although nobody says who may see it', async () => {
    const answer = ask(aGate({ authorizer: { isAllowed: () => new Promise(() => {}) } }), lookup);
    for (const end of timers) end();
    const { status, body, headers } = await answer;
    expect([status, JSON.parse(body).reason, headers]).toEqual([504, 'Timeout', undefined]);
    expect(turned).toEqual([{ code: 504, why: 'no answer within 1900 ms' }]);
  });

  test('leaves no timer behind an answer', async () => {
    expect((await ask(aGate(), lookup)).status).toBe(200);
    expect(timers.size).toBe(0);
  });

  test('turns away, with a record of it, when the API server does not answer', async () => {
    const refuses = async () => {
      throw new Error('connection refused');
    };
    const { status } = await ask(aGate({ authorizer: { isAllowed: refuses } }), lookup);
    expect([status, turned]).toEqual([500, [{ code: 500, why: 'connection refused' }]]);
  });

  test('tells how old the oldest sample of an answer is', async () => {
    expect((await ask(aGate(), lookup)).producedAt).toBe(producedAt);
    expect((await ask(aGate(), '/apis')).producedAt).toBeUndefined();
  });
});

/** Pieces of paths and queries as clients send them, and as nobody should. */
const pieces = fc.constantFrom(
  ...['/', '//', '/apis/', 'custom.metrics.k8s.io', 'external.metrics.k8s.io', 'explain.pricecast.dev'],
  ...[
    '/v1beta1',
    '/v1beta2',
    '/v1alpha1',
    '/namespaces/',
    'shop',
    'pods',
    '%2A',
    '*',
    '%',
    '%2F',
    '%00',
    '..',
  ],
  ...['deployments.apps', 'predictivescalers.pricecast.dev', 'checkout', 'metrics', 'scalerexplanations'],
  ...['pricecast_desired_replicas', 'predicted_cpu_utilization', '__proto__', 'constructor', 'é', '\u0000'],
  ...[
    '?',
    '&',
    'labelSelector=',
    'metricLabelSelector=',
    'limit=',
    'watch=',
    'a=b',
    ' in ',
    '(',
    ')',
    '>',
    '1',
  ],
);
const segment = fc.constantFrom(
  ...[
    'shop',
    'pods',
    'metrics',
    'deployments',
    'deployments.apps',
    'checkout',
    '%2A',
    'constructor',
    '__proto__',
  ],
  ...['toString', 'hasOwnProperty', 'pricecast_desired_replicas', 'predicted_cpu_utilization', '%20', '..'],
);
const wellFormed = fc
  .array(segment, { minLength: 1, maxLength: 5 })
  .map((segments) => `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${segments.join('/')}`);
const urls = fc.oneof(
  wellFormed,
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.array(pieces, { maxLength: 8 }).map((parts) => `${lookup}?labelSelector=${parts.join('')}`),
  fc.string({ maxLength: 300, unit: 'binary' }),
);
const headers = fc.array(
  fc.tuple(
    fc.constantFrom(
      'authorization',
      'x-remote-user',
      'x-remote-group',
      'x-remote-extra-%zz',
      'accept',
      'cookie',
    ),
    fc.string({ maxLength: 60, unit: 'binary' }),
  ),
  { maxLength: 8 },
);

describe('whatever arrives from the network', () => {
  test('is answered by a Status with a reason of the caller, never by an error of the server', async () => {
    const gate = aGate({
      authenticator: new Authenticator({
        trust: () => undefined,
        tokens: { review: async () => somebody },
        now: () => producedAt,
      }),
    });
    await fc.assert(
      fc.asyncProperty(urls, fc.string({ maxLength: 100 }), headers, async (url, accept, raw) => {
        const { status, contentType } = await ask(gate, url, accept, raw.flat());
        expect([200, 400, 403, 404, 405, 406]).toContain(status);
        expect(contentType).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});
