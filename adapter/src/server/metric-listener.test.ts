import { once } from 'node:events';
import { type ClientHttp2Session, connect as connectHttp2, constants } from 'node:http2';
import { Agent, get } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { connect } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, found } from '../metric-api/answer.ts';
import { Authority } from '../testing/authority.ts';
import { type ListenerParts, MetricListener } from './metric-listener.ts';

const serving = new Authority('serving-ca');
const proxies = new Authority('front-proxy-ca');
const body = { items: ['x'.repeat(200_000)] };
const failures: unknown[] = [];
const answered: number[] = [];
let listener: MetricListener;

const parts = (): ListenerParts => ({
  host: '127.0.0.1',
  port: 0,
  secrets: { ...serving.sign({ commonName: 'adapter', usage: 'serverAuth' }), clientAuthorities: [] },
  gate: { serve: async () => found(body) },
  answered: (_, { status }) => void answered.push(status),
  monotonicMs: () => 0,
  failed: (error) => void failures.push(error),
});

beforeAll(async () => {
  listener = await MetricListener.start(parts());
});
afterAll(async () => {
  await listener.close();
  for (const authority of [serving, proxies]) authority[Symbol.dispose]();
});
beforeEach(() => {
  failures.length = 0;
  answered.length = 0;
});

const address = () => ({ host: '127.0.0.1', port: listener.port, ca: serving.pair.cert });

/** Whether the listener still answers, over HTTP/1.1 on a connection of its own. */
async function answers(): Promise<boolean> {
  const [response] = await once(get({ ...address(), path: '/apis', agent: false }), 'response');
  response.resume();
  return response.statusCode === 200;
}

describe('a listener', () => {
  test('bears five probes at a time that leave without reading their answer', async () => {
    const session = connectHttp2(`https://127.0.0.1:${listener.port}`, { ca: serving.pair.cert });
    for (let round = 0; round < 10; round += 1) {
      const streams = Array.from({ length: 5 }, () =>
        session.request({ ':path': '/apis/external.metrics.k8s.io/v1beta1' }),
      );
      const statuses = await Promise.all(
        streams.map(async (stream) => {
          const [headers] = await once(stream, 'response');
          stream.close(constants.NGHTTP2_CANCEL);
          return headers[':status'];
        }),
      );
      expect(statuses).toEqual([200, 200, 200, 200, 200]);
    }
    session.destroy();
    expect([await answers(), failures]).toEqual([true, []]);
  });

  test('bears a caller that goes away in the middle of everything', async () => {
    for (let round = 0; round < 10; round += 1) {
      const session = connectHttp2(`https://127.0.0.1:${listener.port}`, { ca: serving.pair.cert });
      session.on('error', () => {});
      const stream = session.request({ ':path': '/apis' });
      stream.on('error', () => {});
      await once(session, 'connect');
      session.destroy();
    }
    expect(await answers()).toBe(true);
  });

  test('bears whatever bytes somebody sends', async () => {
    const line = fc.constantFrom(
      'GET /apis HTTP/1.1\r\n',
      'Host: x\r\n',
      '\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'GET ',
      '%',
      ':',
    );
    const bytes = fc.array(fc.oneof(line, fc.string({ maxLength: 40, unit: 'binary' })), { maxLength: 8 });
    const protocol = fc.constantFrom('h2', 'http/1.1');
    await fc.assert(
      fc.asyncProperty(bytes, protocol, async (parts, offered) => {
        const socket = connect({ ...address(), ALPNProtocols: [offered] });
        socket.on('error', () => {});
        await once(socket, 'secureConnect');
        socket.resume();
        socket.end(parts.join(''));
        await new Promise((resolve) => setImmediate(resolve));
        socket.destroy();
      }),
      { numRuns: 60 },
    );
    expect(await answers()).toBe(true);
  });

  test('that closes answers what is on its way, and ends connections that are silent', async () => {
    const { promise: asked, resolve: begin } = Promise.withResolvers<void>();
    const { promise: answer, resolve: end } = Promise.withResolvers<Answer>();
    const closing = await MetricListener.start({
      ...parts(),
      gate: {
        serve: () => {
          begin();
          return answer;
        },
      },
    });
    const url = `https://127.0.0.1:${closing.port}`;
    const [busy, silent] = [url, url].map((to) => connectHttp2(to, { ca: serving.pair.cert }));
    if (busy === undefined || silent === undefined) throw new RangeError('two connections were made');
    await once(silent, 'connect');
    const ended = [busy, silent].map((session) => once(session, 'close'));
    const stream = busy.request({ ':path': '/apis' });
    await asked;
    const closed = closing.close();
    end(found(body));
    const [headers] = await once(stream, 'response');
    expect(headers[':status']).toBe(200);
    stream.resume();
    await Promise.all([closed, ...ended]);
  });
});

describe('a caller that connected before its authority was known', () => {
  const proxy = proxies.sign({ commonName: 'front-proxy-client' });
  const secrets = (...clientAuthorities: readonly string[]) => ({ ...parts().secrets, clientAuthorities });
  const open = () =>
    MetricListener.start({
      ...parts(),
      gate: { serve: async (_, { certificate }) => found({ isKnown: certificate !== undefined }) },
    });

  test('is told to connect anew, and is known then; a new certificate of ours tells nobody', async () => {
    const listening = await open();
    const connected = () =>
      connectHttp2(`https://127.0.0.1:${listening.port}`, { ca: serving.pair.cert, ...proxy });
    const first = connected();
    expect(await asked(first)).toEqual({ isKnown: false });
    listening.renew(secrets());
    expect(await asked(first)).toEqual({ isKnown: false });
    const gone = once(first, 'close');
    listening.renew(secrets(proxies.pair.cert));
    await gone;
    const second = connected();
    expect(await asked(second)).toEqual({ isKnown: true });
    second.close();
    await listening.close();
  });

  test('is told so at once where it was about to say who it is when the authority became known', async () => {
    const listening = await open();
    const socket = connectTcp(listening.port, '127.0.0.1');
    await once(socket, 'connect');
    // One that came later was answered, so the listener has taken this one too.
    const later = connectHttp2(`https://127.0.0.1:${listening.port}`, { ca: serving.pair.cert });
    await asked(later);
    listening.renew(secrets(proxies.pair.cert));
    const late = connectHttp2('https://127.0.0.1', {
      createConnection: () => connect({ socket, ca: serving.pair.cert, ALPNProtocols: ['h2'], ...proxy }),
    });
    late.on('error', () => {});
    await once(late, 'close');
    await listening.close();
  });

  test('is told so with its next answer where it speaks HTTP/1.1', async () => {
    const listening = await open();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const to = {
      host: '127.0.0.1',
      port: listening.port,
      ca: serving.pair.cert,
      path: '/apis',
      agent,
      ...proxy,
    };
    const told = async () => {
      const [response] = await once(get(to), 'response');
      const { isKnown } = await json(response);
      return [isKnown, response.headers.connection];
    };
    expect(await told()).toEqual([false, 'keep-alive']);
    listening.renew(secrets(proxies.pair.cert));
    expect(await told()).toEqual([false, 'close']);
    expect(await told()).toEqual([true, 'keep-alive']);
    agent.destroy();
    await listening.close();
  });
});

async function asked(session: ClientHttp2Session): Promise<unknown> {
  return await json(session.request({ ':path': '/apis' }));
}

async function json(body: AsyncIterable<unknown>) {
  const parts: string[] = [];
  for await (const part of body) parts.push(String(part));
  return JSON.parse(parts.join(''));
}
