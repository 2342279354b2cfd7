import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { limited } from '../market/playing.ts';
import { symbolCatalogue } from '../market/symbol-catalogue.ts';
import { syntheticMarket } from '../market/synthetic-market.ts';
import { StreamClient } from '../testing/stream-client.ts';
import { type ExchangeOptions, startExchange } from './start-exchange.ts';

const market = (trades?: number) => {
  const endless = syntheticMarket({
    symbols: symbolCatalogue.slice(0, 3),
    seed: 1,
    tradesPerSecond: 500,
    burstShare: 0.1,
  });
  return trades === undefined ? endless : { ...endless, trades: limited(endless.trades, trades) };
};

type Body = Readonly<Record<string, unknown>>;

const open = async (options: Partial<ExchangeOptions> = {}) => {
  const running = await startExchange({ market: market(), now: Date.now, firstId: 1, ...options });
  const get = async (path: string) => {
    const response = await fetch(`${running.restUrl}/api/v3/${path}`);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  };
  const trades = async (query: string) =>
    (await (await fetch(`${running.restUrl}/api/v3/aggTrades?${query}`)).json()) as readonly Body[];
  return { ...running, get, trades, [Symbol.asyncDispose]: () => running.stop() };
};

const all = '/stream?streams=btcusdt@aggTrade/ethusdt@aggTrade/solusdt@aggTrade';
const btc = '/ws/btcusdt@aggTrade';
const idsOf = (messages: readonly Body[]) => messages.map((message) => Number(message.a));
const rising = (ids: readonly number[]) => ids.map((_, at) => (ids[0] ?? 0) + at);

describe('a stream', () => {
  test('carries each trade once, in order, as REST has it', async () => {
    await using exchange = await open();
    await using client = await StreamClient.connect(exchange.webSocketUrl + btc);
    const events = (await client.until((messages) => messages.length >= 50)).slice(0, 50);
    const ids = idsOf(events);
    expect(ids).toEqual(rising(ids));
    const rows = await exchange.trades(`symbol=BTCUSDT&fromId=${ids[0]}&limit=50`);
    expect(events.map(({ e, E, s, ...row }) => row)).toEqual(rows);
    expect(events[0]).toMatchObject({ e: 'aggTrade', s: 'BTCUSDT', M: true });
  });

  test('of several symbols wraps each event with its stream', async () => {
    await using exchange = await open();
    await using client = await StreamClient.connect(exchange.webSocketUrl + all);
    const messages = await client.until((got) => new Set(got.map((one) => one.stream)).size === 3);
    for (const { stream, data } of messages) {
      expect(stream).toBe(`${String((data as { s: string }).s).toLowerCase()}@aggTrade`);
    }
  });

  test('begins with SUBSCRIBE and ends with UNSUBSCRIBE', async () => {
    await using exchange = await open();
    await using client = await StreamClient.connect(`${exchange.webSocketUrl}/ws`);
    client.send({ method: 'SUBSCRIBE', params: ['ethusdt@aggTrade'], id: 1 });
    await client.until((messages) => messages.some((message) => message.s === 'ETHUSDT'));
    client.send({ method: 'UNSUBSCRIBE', params: ['ethusdt@aggTrade'], id: 2 });
    const before = await client.until((messages) => messages.some((message) => message.id === 2));
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 3 });
    const after = await client.until((messages) => messages.some((message) => message.id === 3));
    expect(after.slice(before.length)).toEqual([{ result: [], id: 3 }]);
  });

  test('of candles shows the running minute', async () => {
    await using exchange = await open();
    await using client = await StreamClient.connect(`${exchange.webSocketUrl}/ws/btcusdt@kline_1m`);
    const [event] = await client.until((messages) => messages.length >= 1);
    expect(event).toMatchObject({ e: 'kline', s: 'BTCUSDT', k: { i: '1m', x: false } });
  });

  test('says on the handshake and in exchangeInfo that the market is synthetic', async () => {
    await using exchange = await open();
    const socket = new WebSocket(exchange.webSocketUrl + btc);
    const [response] = await once(socket, 'upgrade');
    expect(response.headers['x-pricecast-market']).toBe('Synthetic');
    socket.terminate();
    const { body, headers } = await exchange.get('exchangeInfo');
    expect(body).toMatchObject({ pricecast: { market: 'Synthetic' } });
    expect(headers.get('x-pricecast-market')).toBe('Synthetic');
  });
});

describe('the rules of a connection', () => {
  const quick = { pingEveryMs: 100, pongWithinMs: 300, mostAgeMs: 60_000, mostMessagesPerSecond: 5 };

  test('close it with 1008 when pings stay unanswered', async () => {
    await using exchange = await open({ sessionLimits: quick });
    await using client = await StreamClient.connect(exchange.webSocketUrl + btc, { autoPong: false });
    expect(await client.closed()).toBe(1008);
  });

  test('close it with 1008 when no answer is accepted by order', async () => {
    await using exchange = await open({ sessionLimits: quick });
    exchange.exchange.faults.order({ ignorePongs: true });
    await using client = await StreamClient.connect(exchange.webSocketUrl + btc);
    expect(await client.closed()).toBe(1008);
  });

  test('keep it open while pings are answered', async () => {
    await using exchange = await open({ sessionLimits: { pingEveryMs: 300, pongWithinMs: 2_000 } });
    await using client = await StreamClient.connect(exchange.webSocketUrl + btc);
    const openedMs = Date.now();
    await client.until(() => Date.now() - openedMs > 3_000);
    expect(client.isOpen).toBe(true);
  });

  test('close it with 1000 at its greatest age', async () => {
    await using exchange = await open({ sessionLimits: { mostAgeMs: 300 } });
    await using client = await StreamClient.connect(exchange.webSocketUrl + btc);
    expect(await client.closed()).toBe(1000);
  });

  test('close it with 1008 after six messages in a second', async () => {
    await using exchange = await open();
    await using client = await StreamClient.connect(`${exchange.webSocketUrl}/ws`);
    for (let id = 1; id <= 6; id += 1) client.send({ method: 'LIST_SUBSCRIPTIONS', id });
    expect(await client.closed()).toBe(1008);
    expect(client.messages.length).toBe(5);
  });

  test('refuse an address that tries too often, and a path that is none', async () => {
    await using exchange = await open({ attemptLimits: { mostAttempts: 1 } });
    await expect(StreamClient.connect(`${exchange.webSocketUrl}/nowhere`)).rejects.toThrow('404');
    await using first = await StreamClient.connect(exchange.webSocketUrl + btc);
    await expect(StreamClient.connect(exchange.webSocketUrl + btc)).rejects.toThrow('429');
    expect(first.isOpen).toBe(true);
  });
});

describe('faults of the stream', () => {
  test('drop and double frames, and every trade still exists in REST', async () => {
    await using exchange = await open();
    exchange.exchange.faults.order({ drop: 0.2, duplicate: 0.2, reorder: 0.2 });
    await using client = await StreamClient.connect(exchange.webSocketUrl + btc);
    const got = idsOf(await client.until((messages) => messages.length >= 200));
    const [first, last] = [Math.min(...got), Math.max(...got)];
    const existing = idsOf(await exchange.trades(`symbol=BTCUSDT&fromId=${first}&limit=${last - first + 1}`));
    expect(existing).toEqual(rising(existing));
    expect(existing.length).toBe(last - first + 1);
    expect(new Set(got).size).toBeLessThan(existing.length);
    expect(new Set(got).size).toBeLessThan(got.length);
    expect(got).not.toEqual([...got].sort((a, b) => a - b));
  });

  test('cut connections without a word, or with one', async () => {
    await using exchange = await open();
    await using reset = await StreamClient.connect(exchange.webSocketUrl + btc);
    expect(exchange.exchange.cut('Reset', 1)).toBe(1);
    expect(await reset.closed()).toBe(1006);
    await using closed = await StreamClient.connect(exchange.webSocketUrl + btc);
    exchange.exchange.cut('Close', 5);
    expect(await closed.closed()).toBe(1001);
  });

  test('stall: the connection is open, the market goes on, nothing arrives', async () => {
    await using exchange = await open();
    await using client = await StreamClient.connect(exchange.webSocketUrl + btc);
    await client.until((messages) => messages.length > 0);
    exchange.exchange.faults.order({ stall: true });
    const made = exchange.exchange.tape.count;
    const before = client.messages.length;
    await expect.poll(() => exchange.exchange.tape.count, { timeout: 20_000 }).toBeGreaterThan(made + 200);
    // Frames that were on their way when the stall began may still come in.
    expect(client.messages.length - before).toBeLessThan(100);
    expect(client.isOpen).toBe(true);
    exchange.exchange.faults.clear();
    await client.until((messages) => messages.length > before + 100);
  });

  test('refuse new connections and keep the old ones', async () => {
    await using exchange = await open();
    await using old = await StreamClient.connect(exchange.webSocketUrl + btc);
    exchange.exchange.faults.order({ refuse: true });
    await expect(StreamClient.connect(exchange.webSocketUrl + btc)).rejects.toThrow();
    expect(old.isOpen).toBe(true);
  });

  test('put the clock back or forth for all that the server tells', async () => {
    await using exchange = await open();
    exchange.exchange.faults.order({ clockOffsetMs: -60_000 });
    await using client = await StreamClient.connect(exchange.webSocketUrl + btc);
    const [event] = await client.until((messages) => messages.length >= 1);
    const { body } = await exchange.get('time');
    const real = Date.now();
    for (const told of [Number(event?.E), Number(event?.T), Number(body.serverTime)]) {
      expect(Math.abs(real - 60_000 - told)).toBeLessThan(10_000);
    }
  });

  test('speed the market up tenfold', async () => {
    await using exchange = await open({ market: { ...market(), trades: market(20_000).trades } });
    exchange.exchange.faults.order({ speed: 20 });
    const startMs = Date.now();
    await expect.poll(() => exchange.exchange.state().finished, { timeout: 20_000 }).toBe(true);
    // 20,000 trades take 40 s at 500 a second.
    expect(Date.now() - startMs).toBeLessThan(20_000);
  });
});

describe('faults of REST', () => {
  test('reach the client as ordered and end when they are cleared', async () => {
    await using exchange = await open();
    const { faults } = exchange.exchange;
    faults.order({ rest: 'Limited', retryAfterSeconds: 7 });
    const limited = await exchange.get('ping');
    expect([limited.status, limited.headers.get('retry-after'), limited.body.code]).toEqual([
      429,
      '7',
      -1003,
    ]);
    faults.order({ rest: 'Truncated' });
    await expect(exchange.get('exchangeInfo')).rejects.toThrow(SyntaxError);
    faults.order({ rest: 'Html' });
    await expect(exchange.get('ping')).rejects.toThrow(SyntaxError);
    faults.order({ rest: 'Hang' });
    const hanging = fetch(`${exchange.restUrl}/api/v3/ping`, { signal: AbortSignal.timeout(300) });
    await expect(hanging).rejects.toThrow('timeout');
    faults.clear();
    expect((await exchange.get('ping')).body).toEqual({});
  });

  test('count the weight in a header and refuse above the limit', async () => {
    // The limit is met within two minutes of the clock at the latest, one of which begins anew.
    await using exchange = await open({ weightLimits: { perMinute: 100 } });
    const replies = [];
    for (let at = 0; at < 12; at += 1) replies.push(await exchange.get('exchangeInfo'));
    const used = replies.map((reply) => Number(reply.headers.get('x-mbx-used-weight-1m')));
    expect(used[0]).toBe(20);
    expect(
      replies.some((reply) => reply.status === 429 && Number(reply.headers.get('retry-after')) > 0),
    ).toBe(true);
  });
});

describe('the end', () => {
  test('of the server is told to the clients before they are closed', async () => {
    const exchange = await open();
    await using client = await StreamClient.connect(exchange.webSocketUrl + all);
    await exchange.stop();
    expect(await client.closed()).toBe(1001);
    expect(client.messages.at(-1)).toMatchObject({
      stream: '!serverShutdown',
      data: { e: 'serverShutdown' },
    });
  });

  test('leaves a journal of every trade that existed', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'pricecast-exchange-'));
    const journalFile = join(directory, 'journal.csv');
    const running = await open({ market: market(300), journalFile });
    await expect.poll(() => running.exchange.state().finished, { timeout: 20_000 }).toBe(true);
    await running.stop();
    const [header, ...lines] = (await readFile(journalFile, 'utf8')).trimEnd().split('\n');
    await rm(directory, { recursive: true });
    expect(header).toBe('symbol,id,price,quantity,time_ms,original_time_ms,buyer_is_maker');
    expect(lines.length).toBe(300);
    const { tape } = running.exchange;
    const truth = tape
      .symbols()
      .flatMap((symbol) =>
        (tape.of(symbol)?.all() ?? []).map(({ trade }) =>
          [symbol, trade.id, trade.price, trade.quantity, trade.tradeTime, '', trade.buyerIsMaker].join(),
        ),
      );
    expect([...lines].sort()).toEqual(truth.sort());
  });
});
