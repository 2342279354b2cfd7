import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LocalPrometheus } from '../../../../hack/src/grafana/local-prometheus.ts';
import { Authority } from '../../testing/authority.ts';
import { reachOnLoopback, secretsOf } from '../../testing/on-loopback.ts';
import { type HttpServer, ServiceHttp } from '../http/service-http.ts';
import { PrometheusSource } from './prometheus-source.ts';

const minute = 60_000;
/** An hour of a counter that grows by 120 in a minute, with ten minutes in which nobody looked. */
const begin = Math.floor(Date.now() / minute) * minute - 3 * 60 * minute;
const isGap = (index: number) => index > 20 && index < 31;
const past = [
  '# TYPE arrivals counter',
  ...Array.from({ length: 61 }, (_, index) =>
    isGap(index) ? '' : `arrivals_total ${120 * index} ${(begin + index * minute) / 1_000}`,
  ).filter((line) => line !== ''),
  '# EOF',
  '',
].join('\n');

const authority = new Authority('prometheus-ca');
const dispatcher = new Agent();
let plain: LocalPrometheus;
beforeAll(async () => {
  plain = await LocalPrometheus.start([], { past });
  await vi.waitUntil(async () => (await plain.seriesOf('vector(1)')) > 0, { timeout: 20_000 });
});
afterAll(async () => {
  await plain[Symbol.asyncDispose]();
  await dispatcher.destroy();
  authority[Symbol.dispose]();
});

const sourceOf = (
  query: string,
  given: {
    local?: LocalPrometheus;
    server?: Partial<HttpServer>;
    secrets?: Record<string, string>;
    now?: number;
  } = {},
) => {
  const { local = plain, server = {}, secrets = {}, now = Date.now() } = given;
  const http = new ServiceHttp({
    server: { namespace: 'shop', service: 'prometheus', port: 9090, ...server },
    reach: reachOnLoopback(() => local.port),
    secrets: secretsOf(secrets),
    dispatcher,
  });
  return new PrometheusSource({ http, query, now: () => now });
};
const signal = new AbortController().signal;

describe('a query', () => {
  test('gives the load at a moment', async () => {
    const now = begin + 15.5 * minute;
    expect(await sourceOf('sum(rate(arrivals_total[5m]))', { now }).read(signal)).toEqual({
      kind: 'Value',
      at: now,
      load: 2,
    });
  });

  test.each([
    ['of a scalar counts', 'scalar(vector(3))', { kind: 'Value', load: 3 }],
    [
      'without a series is missing and not zero',
      'sum(rate(nothing_total[1m]))',
      { reason: 'DemandUnreachable', what: 'The query gives no series at present' },
    ],
    [
      'that divides by zero is missing',
      'vector(0) / 0',
      { reason: 'DemandUnreachable', what: 'The query gives no finite number at present' },
    ],
    [
      'with several series is refused',
      'label_replace(vector(1), "a", "b", "", "") or vector(2)',
      { reason: 'DemandRefused', what: expect.stringContaining('wrap it into sum()') },
    ],
    [
      'that cannot be read is refused with the words of the server',
      'sum(',
      { reason: 'DemandRefused', what: expect.stringContaining('parse error') },
    ],
    ['that gives a negative number gives it', 'vector(-1)', { kind: 'Value', load: -1 }],
    ['that gives text is refused', '"x"', { reason: 'DemandRefused' }],
  ])('%s', async (_, query, reading) => {
    expect(await sourceOf(query).read(signal)).toMatchObject(reading);
  });
});

describe('the past', () => {
  test('is read back slot by slot, and its gap stays a gap', async () => {
    const span = { from: begin, to: begin + 60 * minute, stepMs: minute };
    const values = await sourceOf('sum(rate(arrivals_total[2m]))').past(span, signal);
    if ('kind' in values) throw new Error(values.what);
    // Where counting begins or has paused, rates are estimated from one side.
    const inside = values.filter(({ at }) => at > begin + 3 * minute && at < begin + 18 * minute);
    expect(inside.map(({ load = 0 }) => Math.round(load * 1e6) / 1e6)).toEqual(inside.map(() => 2));
    const slots = values.map(({ at }) => (at - begin) / minute);
    const known = Array.from({ length: 60 }, (_, slot) => slot).filter((slot) => slot < 21 || slot >= 31);
    // A rate needs two samples: versions differ in what they make of the first slot after the gap.
    const certain = (all: readonly number[]) => all.filter((slot) => slot !== 0 && slot !== 31);
    expect(certain(slots)).toEqual(certain(known));
  });

  test('of more slots than Prometheus answers at once comes in pieces, without a seam', async () => {
    const span = { from: begin, to: begin + 12_000 * 300, stepMs: 300 };
    const values = await sourceOf('vector(1)').past(span, signal);
    if ('kind' in values) throw new Error(values.what);
    expect(values.map(({ at }) => (at - begin) / 300)).toEqual(
      Array.from({ length: 12_000 }, (_, slot) => slot),
    );
  });

  test('that is not there is empty', async () => {
    const span = { from: begin - 100 * minute, to: begin - 50 * minute, stepMs: minute };
    expect(await sourceOf('sum(rate(arrivals_total[2m]))').past(span, signal)).toEqual([]);
  });
});

describe('a server that wants to know who asks', () => {
  // The password "secret", by bcrypt.
  const users = { reader: '$2b$10$abcdefghijklmnopqrstuuqflPDzB6gcMhKa1rZqKiun2YGL5sa2u' };
  const authorization = {
    type: 'Basic',
    username: 'reader',
    secretRef: { name: 'p', key: 'password' },
  } as const;

  test('by TLS and password, as Secrets hold them; a wrong password is refused and not shown', async () => {
    const { cert, key } = authority.sign({ commonName: 'prometheus', usage: 'serverAuth' });
    await using local = await LocalPrometheus.start([], {
      tls: { cert, key },
      users,
    });
    const tls = { caSecretRef: { name: 'p', key: 'ca.crt' }, serverName: 'localhost' };
    const secrets = { 'p/ca.crt': authority.pair.cert, 'p/password': 'secret' };
    const good = sourceOf('vector(3)', { local, server: { tls, authorization }, secrets });
    await vi.waitFor(async () => expect(await good.read(signal)).toMatchObject({ load: 3 }), {
      timeout: 20_000,
    });
    const wrong = { ...secrets, 'p/password': 'hush' };
    const refused = await sourceOf('vector(3)', {
      local,
      server: { tls, authorization },
      secrets: wrong,
    }).read(signal);
    expect(refused).toMatchObject({ reason: 'DemandRefused', what: expect.stringContaining('status 401') });
    expect(JSON.stringify(refused)).not.toContain('hush');
    const distrusting = sourceOf('vector(3)', {
      local,
      server: { tls: { serverName: 'localhost' }, authorization },
      secrets,
    });
    expect(await distrusting.read(signal)).toMatchObject({ reason: 'DemandUnreachable' });
    await good.close();
  });
});
