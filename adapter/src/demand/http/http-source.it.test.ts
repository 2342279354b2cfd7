import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Authority } from '../../testing/authority.ts';
import { reachOnLoopback, secretsOf } from '../../testing/on-loopback.ts';
import { HttpSource } from './http-source.ts';
import { type HttpServer, ServiceHttp } from './service-http.ts';

/** What the server does with a request, set by each test. */
let answer: RequestListener;
let server: Server;
const dispatcher = new Agent();
const portOf = (of: Server) => (of.address() as AddressInfo).port;
const listening = (of: Server) => new Promise<void>((resolve) => of.listen(0, '127.0.0.1', resolve));
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await listening(server);
});
afterAll(async () => {
  await dispatcher.destroy();
  server.close();
});
beforeEach(() => {
  answer = (_request, response) => response.end('{}');
});

let now = 0;
function sourceOf(
  given: {
    kind?: 'Counter' | 'Gauge';
    change?: Partial<HttpServer>;
    port?: () => number;
    secrets?: Record<string, string>;
  } = {},
): HttpSource {
  const { kind = 'Gauge', change = {}, port = () => portOf(server), secrets = {} } = given;
  const http = new ServiceHttp({
    server: { namespace: 'shop', service: 'queue', port: 80, ...change },
    reach: reachOnLoopback(port),
    secrets: secretsOf(secrets),
    dispatcher,
    deadlineMs: 500,
  });
  return new HttpSource({ http, path: '/stats?of=all', valuePath: 'queue.arrivals', kind, now: () => now });
}
const read = (source = sourceOf()) => source.read(new AbortController().signal);
const saying =
  (body: string, status = 200, headers = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

describe('a number in a JSON document', () => {
  test('is read at its path, from the path of the document, under the name of the Service', async () => {
    let asked: unknown;
    answer = ({ url, method, headers }, response) => {
      asked = [method, url, headers.host];
      response.end('{"queue":{"arrivals":12.5}}');
    };
    expect(await read()).toEqual({ kind: 'Value', at: now, load: 12.5 });
    expect(asked).toEqual(['GET', '/stats?of=all', 'queue.shop.svc:80']);
  });

  test('of a counter is a rate from the second look on, and counting begins anew after a fault', async () => {
    const source = sourceOf({ kind: 'Counter' });
    const counts = [100, 150, undefined, 500, 510];
    const readings: unknown[] = [];
    for (const count of counts) {
      answer = count === undefined ? saying('', 503) : saying(JSON.stringify({ queue: { arrivals: count } }));
      now += 10_000;
      readings.push(await read(source));
    }
    expect(readings).toEqual([
      { kind: 'Started' },
      expect.objectContaining({ load: 5 }),
      expect.objectContaining({ kind: 'Missing' }),
      { kind: 'Started' },
      expect.objectContaining({ load: 1 }),
    ]);
  });

  test('may be negative, and that of a counter may not', async () => {
    answer = saying('{"queue":{"arrivals":-1}}');
    expect(await read()).toMatchObject({ kind: 'Value', load: -1 });
    expect(await read(sourceOf({ kind: 'Counter' }))).toMatchObject({
      reason: 'DemandRefused',
      what: expect.stringContaining('negative'),
    });
  });

  test.each<[string, RequestListener, string, RegExp]>([
    [
      'a redirect, which is not followed',
      saying('', 302, { location: 'http://169.254.169.254/' }),
      'DemandRefused',
      /redirect \(status 302\)/,
    ],
    ['no JSON', saying('<html>'), 'DemandRefused', /no number at queue\.arrivals/],
    ['no such member', saying('{"queue":{}}'), 'DemandRefused', /no number/],
    ['null is no zero', saying('{"queue":{"arrivals":null}}'), 'DemandRefused', /no number/],
    ['a member of the prototype', saying('{"queue":[]}'), 'DemandRefused', /no number/],
    ['a status of ours', saying('{}', 404), 'DemandRefused', /status 404/],
    ['a status of its own', saying('{}', 500), 'DemandUnreachable', /status 500/],
    ['too much', saying('x'.repeat(1_000_001)), 'DemandRefused', /more than 1000000 bytes/],
    ['nothing at all', () => {}, 'DemandUnreachable', /does not answer within 500 ms/],
    ['a broken connection', ({ socket }) => socket.destroy(), 'DemandUnreachable', /does not answer/],
  ])('%s', async (_, listener, reason, what) => {
    answer = listener;
    expect(await read()).toMatchObject({ kind: 'Missing', reason, what: expect.stringMatching(what) });
  });
});

describe('credentials', () => {
  const secretRef = { name: 'queue', key: 'password' };
  const secrets = { 'queue/password': 'hush' };

  test.each([
    ['a token', { type: 'Bearer', secretRef }, 'Bearer hush'],
    [
      'a user and a password',
      { type: 'Basic', username: 'reader', secretRef },
      `Basic ${btoa('reader:hush')}`,
    ],
  ] as const)('%s', async (_, authorization, header) => {
    let sent: string | undefined;
    answer = ({ headers }, response) => {
      sent = headers.authorization;
      response.writeHead(403).end();
    };
    const reading = await read(sourceOf({ change: { authorization }, secrets }));
    expect(sent).toBe(header);
    expect(reading).toMatchObject({ reason: 'DemandRefused' });
    expect(JSON.stringify(reading)).not.toContain('hush');
  });

  test('TLS: the authority of the Secret counts, and the name in the certificate', async () => {
    using authority = new Authority('queue-ca');
    const pair = authority.sign({ commonName: 'queue', usage: 'serverAuth' });
    const secured = createTlsServer(pair, saying('{"queue":{"arrivals":1}}'));
    await listening(secured);
    const caSecretRef = { name: 'queue', key: 'ca.crt' };
    const over = (tls: HttpServer['tls']) =>
      sourceOf({
        change: { tls },
        port: () => portOf(secured),
        secrets: { 'queue/ca.crt': authority.pair.cert },
      });
    const sources = [
      over({ caSecretRef, serverName: 'localhost' }),
      over({ caSecretRef }),
      over({ serverName: 'localhost' }),
    ];
    const readings = await Promise.all(sources.map(read));
    expect(readings).toMatchObject([
      { load: 1 },
      { reason: 'DemandUnreachable' },
      { reason: 'DemandUnreachable' },
    ]);
    await Promise.all(sources.map((source) => source.close()));
    secured.close();
  });
});
