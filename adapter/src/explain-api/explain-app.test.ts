import type { Server } from 'node:https';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Attributes } from '../access/attributes.ts';
import { Authenticator } from '../access/authenticator.ts';
import { Authority } from '../testing/authority.ts';
import { aSnapshot, aWorld } from '../testing/world.ts';
import { explainApp } from './explain-app.ts';

const authority = new Authority('serving-ca');
const world = aWorld([aSnapshot(), aSnapshot({}, 'orders')]);
let app: FastifyInstance<Server>;
let waitsFor: string[] = [];
/** What was asked about, and who was turned away. */
let asked: Attributes[] = [];
let turned: number[] = [];
let isAllowed: () => Promise<boolean>;
let explanationsOf = world.explanationsOf;
beforeAll(async () => {
  app = await explainApp(
    {
      authenticator: new Authenticator({
        trust: () => undefined,
        tokens: {
          review: async (token) => (token === 'good' ? { name: 'ada', groups: [], extra: {} } : undefined),
        },
        now: Date.now,
      }),
      authorizer: {
        isAllowed: async (_user, attributes) => {
          asked.push(attributes);
          return isAllowed();
        },
      },
      turned: ({ code }) => turned.push(code),
      world: { ...world, explanationsOf: (namespace) => explanationsOf(namespace) },
      waitsFor: () => waitsFor,
      scalers: () => 2,
      assets: undefined,
      failed: () => {},
    },
    authority.sign({ commonName: 'adapter', usage: 'serverAuth' }),
  );
});
afterAll(async () => {
  await app.close();
  authority[Symbol.dispose]();
});
beforeEach(() => {
  [asked, turned, waitsFor] = [[], [], []];
  isAllowed = async () => true;
  explanationsOf = world.explanationsOf;
});

async function get(url: string, authorization: string | undefined = 'Bearer good') {
  const headers = authorization === undefined || authorization === '' ? {} : { authorization };
  const { statusCode, headers: answered, body } = await app.inject({ url, headers });
  return { statusCode, type: String(answered['content-type']), body: JSON.parse(body) };
}

describe('questions', () => {
  test('what is forecast', async () => {
    const { body } = await get('/scaling-decision/checkout?namespace=shop');
    expect(body).toMatchObject({
      namespace: 'shop',
      scaler: 'checkout',
      decision: { desired: 7, plainHpa: 5, reason: 'Forecast' },
    });
    expect(await get('/predict/checkout?namespace=shop')).toMatchObject({
      statusCode: 404,
      body: { code: 'NO_FORECAST', detail: '7 replicas wanted, 3 present, 3 ready.' },
    });
  });

  test('which models forecast', async () => {
    const { body } = await get('/models/status?namespace=shop');
    expect(body.models).toMatchObject([
      { scaler: 'checkout', reason: 'Forecast', model: { name: 'ensemble', skill: 0.8, armed: true } },
      { scaler: 'orders' },
    ]);
  });

  test('what it costs, of one and of all with the sum', async () => {
    const one = await get('/cost-analysis/checkout?namespace=shop');
    expect(one.body.scalers).toMatchObject([{ scaler: 'checkout', perHour: 0.35, perHourOfPlainHpa: 0.25 }]);
    const all = await get('/cost-analysis/all?namespace=shop');
    expect(all.body.totals).toEqual([{ currency: 'USD', scalers: 2, perHour: 0.7, perHourOfPlainHpa: 0.5 }]);
  });

  test('whether it is ready, which anybody may ask', async () => {
    expect(await get('/health', '')).toMatchObject({ statusCode: 200, body: { status: 'Ok', scalers: 2 } });
    waitsFor = ['trust-known: It is not known yet whom the API server trusts'];
    expect(await get('/health', '')).toMatchObject({
      statusCode: 503,
      body: { status: 'Starting', waitsFor },
    });
  });

  test('what can be asked, in OpenAPI', async () => {
    const { body } = await get('/openapi.json', '');
    expect(Object.keys(body.paths).sort()).toEqual([
      '/cost-analysis/{scaler}',
      '/health',
      '/models/status',
      '/predict/{scaler}',
      '/scaling-decision/{scaler}',
    ]);
    expect(body.security).toEqual([{ token: [] }]);
  });
});

describe('what is wrong is told by RFC 9457', () => {
  test.each([
    ['no token', '/models/status?namespace=shop', '', 401, 'TOKEN_MISSING'],
    ['a token of nobody', '/models/status?namespace=shop', 'Bearer bad', 401, 'TOKEN_INVALID'],
    ['a password', '/models/status?namespace=shop', 'Basic YTpi', 401, 'TOKEN_INVALID'],
    ['an unknown scaler', '/predict/other?namespace=shop', 'Bearer good', 404, 'SCALER_UNKNOWN'],
    [
      'a scaler of another namespace',
      '/predict/checkout?namespace=other',
      'Bearer good',
      404,
      'SCALER_UNKNOWN',
    ],
    ['an unreadable namespace', '/models/status?namespace=..%2F', 'Bearer good', 400, 'QUERY_INVALID'],
    [
      'a namespace given twice',
      '/models/status?namespace=a&namespace=b',
      'Bearer good',
      400,
      'QUERY_INVALID',
    ],
    [
      'an unreadable limit',
      '/scaling-decision/checkout?namespace=shop&limit=0',
      'Bearer good',
      400,
      'QUERY_INVALID',
    ],
    ['an unreadable scaler', '/predict/Check%2Fout?namespace=shop', 'Bearer good', 400, 'QUERY_INVALID'],
    ['a broken path', '/predict/%zz', 'Bearer good', 400, 'QUERY_INVALID'],
    ['no such path', '/secrets', 'Bearer good', 404, 'NOT_FOUND'],
  ])('%s', async (_, url, authorization, statusCode, code) => {
    expect(await get(url, authorization)).toMatchObject({
      statusCode,
      type: expect.stringContaining('application/problem+json'),
      body: { code, status: statusCode, type: expect.stringMatching(/^urn:pricecast:problem:/) },
    });
  });

  test('what went wrong inside is not told', async () => {
    explanationsOf = () => {
      throw new Error('hush');
    };
    const answer = await get('/models/status?namespace=shop');
    expect(answer).toMatchObject({ statusCode: 500, body: { code: 'INTERNAL' } });
    expect(JSON.stringify(answer)).not.toContain('hush');
  });
});

test('whatever is asked is answered, and what is wrong with it is never our fault', async () => {
  const piece = fc.constantFrom(
    ...[
      '/predict/',
      '/models/status',
      '/scaling-decision/',
      '/cost-analysis/',
      '/health',
      '/docs',
      'checkout',
      'all',
    ],
    ...[
      '%zz',
      '%2F',
      '%00',
      '..',
      '//',
      '?',
      '&',
      'namespace=',
      'shop',
      'limit=',
      '-1',
      '1e3',
      '__proto__',
      'é',
      '#',
    ],
  );
  const url = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((parts) => `/${parts.join('')}`),
    fc.webPath({ size: 'large' }).map((path) => path || '/'),
    fc.constantFrom(`/predict/${'a'.repeat(10_000)}`, `/models/status?namespace=${'a'.repeat(10_000)}`),
  );
  const authorization = fc.oneof(fc.constant('Bearer good'), fc.string({ maxLength: 80 }));
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS');
  await fc.assert(
    fc.asyncProperty(url, authorization, method, async (asked, token, verb) => {
      const headers = { authorization: token };
      const { statusCode, body } = await app.inject({ method: verb, url: asked, headers });
      expect([200, 400, 401, 403, 404, 405, 414, 415], body).toContain(statusCode);
    }),
    { numRuns: 500 },
  );
});

describe('rights', () => {
  test.each([
    ['one scaler', '/predict/checkout?namespace=shop', { verb: 'get', namespace: 'shop', name: 'checkout' }],
    ['all of a namespace', '/cost-analysis/all?namespace=shop', { verb: 'list', namespace: 'shop' }],
  ])('are those of the metric API: %s', async (_, url, attributes) => {
    await get(url);
    expect(asked).toMatchObject([
      { group: 'explain.pricecast.dev', resource: 'scalerexplanations', ...attributes },
    ]);
  });

  test('that are missing are named, and the refusal is recorded', async () => {
    isAllowed = async () => false;
    expect(await get('/models/status?namespace=shop')).toMatchObject({
      statusCode: 403,
      body: { detail: expect.stringContaining('ada may not list scalerexplanations.explain.pricecast.dev') },
    });
    expect(turned).toEqual([403]);
  });

  test('that cannot be checked are none', async () => {
    isAllowed = () => Promise.reject(new Error('no answer'));
    expect(await get('/models/status?namespace=shop')).toMatchObject({
      statusCode: 503,
      body: { code: 'REVIEW_UNAVAILABLE' },
    });
  });

  test('of somebody else are not asked for past the API server', async () => {
    const { statusCode } = await app.inject({
      url: '/models/status?namespace=shop',
      headers: { authorization: 'Bearer good', 'impersonate-user': 'admin' },
    });
    expect(statusCode).toBe(403);
  });
});
