import { describe, expect, test } from 'vitest';
import type { Market } from '../market/market-trade.ts';
import { Tape } from '../tape/tape.ts';
import { endpoints } from './endpoints.ts';
import { binanceWeightLimits, judgeWeight, noWeightUsed, type WeightUse } from './weights.ts';

const market: Market = {
  kind: 'Synthetic',
  label: 'invented',
  symbols: [{ symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', priceScale: 2, quantityScale: 5 }],
  trades: [],
};

/** Ids 1 to 2000 at one trade per 100 ms from 0, the last one replayed. */
function tapeOf2000(): Tape {
  const tape = new Tape(['BTCUSDT', 'ETHUSDT'], { firstId: 1, retain: 5_000 });
  for (let at = 0; at < 2_000; at += 1) {
    const replayed = at === 1_999 ? { originalTimeMs: 77 } : {};
    const trade = {
      symbol: 'BTCUSDT',
      atMs: 0,
      price: `${at}.5`,
      quantity: '2',
      buyerIsMaker: true,
      fills: 1,
    };
    tape.append({ ...trade, ...replayed }, at * 100);
  }
  return tape;
}

const tape = tapeOf2000();

function get(endpoint: string, query: Record<string, string> = {}) {
  const view = { market, tape, limits: binanceWeightLimits, nowMs: 123 };
  const reply = endpoints[endpoint]?.handle(query, view);
  return { status: reply?.status, body: JSON.parse(reply?.body ?? 'null') };
}

const ids = (query: Record<string, string>) =>
  get('aggTrades', { symbol: 'BTCUSDT', ...query }).body.map((trade: { a: number }) => trade.a);
const span = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

describe('aggTrades', () => {
  test.each<readonly [string, Record<string, string>, readonly number[]]>([
    ['the newest 500 when nothing else is asked', {}, span(1_501, 2_000)],
    ['from an id on, that id included', { fromId: '700', limit: '3' }, span(700, 702)],
    ['1000 at most', { fromId: '1', limit: '5000' }, span(1, 1_000)],
    ['nothing from an id that does not exist yet', { fromId: '2001' }, []],
    ['a span of time with both ends', { startTime: '1000', endTime: '1200' }, span(11, 13)],
    ['the oldest from a time on', { startTime: '1000', limit: '2' }, span(11, 12)],
    ['the newest up to a time', { endTime: '1000', limit: '2' }, span(10, 11)],
  ])('gives %s', (_, query, expected) => {
    expect(ids(query)).toEqual(expected);
  });

  test('has the members of Binance, and the original time on a replay', () => {
    const [, last] = get('aggTrades', { symbol: 'BTCUSDT', fromId: '1999' }).body;
    expect(last).toEqual({
      a: 2000,
      p: '1999.5',
      q: '2',
      f: 2001,
      l: 2001,
      T: 199_900,
      m: true,
      M: true,
      originalTime: 77,
    });
  });

  test.each<readonly [string, Record<string, string>, number]>([
    ['without a symbol', {}, -1102],
    ['for an unknown symbol', { symbol: 'NOPE' }, -1121],
    ['from an id that is no number', { symbol: 'BTCUSDT', fromId: '-5' }, -1100],
    ['from an empty id', { symbol: 'BTCUSDT', fromId: '' }, -1105],
    ['from an id and a time', { symbol: 'BTCUSDT', fromId: '5', startTime: '1' }, -1128],
    ['with limit 0', { symbol: 'BTCUSDT', limit: '0' }, -1130],
  ])('%s is refused', (_, query, code) => {
    expect(get('aggTrades', query)).toMatchObject({ status: 400, body: { code, msg: expect.any(String) } });
  });
});

describe('the other endpoints', () => {
  test('ping and time answer', () => {
    expect(get('ping').body).toEqual({});
    expect(get('time').body).toEqual({ serverTime: 123 });
  });

  test('exchangeInfo tells tick, lot, limits and what the market is', () => {
    const { body } = get('exchangeInfo', { symbol: 'BTCUSDT' });
    expect(body.symbols[0].filters[0]).toMatchObject({ filterType: 'PRICE_FILTER', tickSize: '0.01000000' });
    expect(body.symbols[0].filters[1]).toMatchObject({ filterType: 'LOT_SIZE', stepSize: '0.00001000' });
    expect(body.rateLimits[0].limit).toBe(6_000);
    expect(body.pricecast).toEqual({ market: 'Synthetic', label: 'invented' });
    expect(get('exchangeInfo', { symbol: 'NOPE' }).body.code).toBe(-1121);
  });

  test('ticker/price gives the newest price, and only of symbols that have traded', () => {
    expect(get('ticker/price', { symbol: 'BTCUSDT' }).body).toEqual({ symbol: 'BTCUSDT', price: '1999.5' });
    expect(get('ticker/price').body).toEqual([{ symbol: 'BTCUSDT', price: '1999.5' }]);
    expect(get('ticker/price', { symbol: 'ETHUSDT' }).body.code).toBe(-1121);
  });

  test('klines are candles of the interval, oldest first', () => {
    const { body } = get('klines', { symbol: 'BTCUSDT', interval: '1m', startTime: '60000', limit: '2' });
    expect(body).toHaveLength(2);
    expect(body[0].slice(0, 7)).toEqual([
      60_000,
      '600.5',
      '1199.5',
      '600.5',
      '1199.5',
      '1200.00000000',
      119_999,
    ]);
    expect(get('klines', { symbol: 'BTCUSDT', interval: '7m' }).body.code).toBe(-1120);
    expect(get('klines', { symbol: 'BTCUSDT' }).body.code).toBe(-1102);
  });
});

describe('request weight', () => {
  const limits = { perMinute: 10, refusalsBeforeBan: 2, banSeconds: 120 };
  /** Statuses of requests of weight 5 at these times; 200 where they are let through. */
  const statuses = (timesMs: readonly number[]) => {
    let use: WeightUse = noWeightUsed;
    return timesMs.map((nowMs) => {
      const judged = judgeWeight(use, 5, nowMs, limits);
      use = judged.use;
      return judged.refusal?.status ?? 200;
    });
  };

  test.each<readonly [string, readonly number[], readonly number[]]>([
    ['lets through what fits into a minute', [0, 1], [200, 200]],
    ['refuses what does not fit', [0, 1, 2], [200, 200, 429]],
    ['starts again with the next minute', [0, 1, 2, 60_000], [200, 200, 429, 200]],
    ['bans who does not listen', [0, 1, 2, 3, 4, 60_000, 120_003], [200, 200, 429, 429, 418, 418, 418]],
    ['ends a ban', [0, 1, 2, 3, 4, 120_004], [200, 200, 429, 429, 418, 200]],
  ])('%s', (_, times, expected) => {
    expect(statuses(times)).toEqual(expected);
  });

  test('tells how long to wait', () => {
    const full = { ...noWeightUsed, used: 10 };
    expect(judgeWeight(full, 5, 45_500, limits).refusal?.headers['retry-after']).toBe('15');
  });
});
