import { describe, expect, test } from 'vitest';
import { aggTradeEvent, aggTradeRow, aggTradeStream, parseFrame, parseRow } from './binance.ts';

const trade = {
  symbol: 'BNBBTC',
  id: 12345,
  price: '0.00100000',
  quantity: '100.00000000',
  firstTradeId: 100,
  lastTradeId: 105,
  buyerIsMaker: true,
  tradeTime: 1672515782136,
};

// The example of Binance's own documentation of the stream.
const documented = {
  e: 'aggTrade',
  E: 1672515782136,
  s: 'BNBBTC',
  a: 12345,
  p: '0.001',
  q: '100',
  f: 100,
  l: 105,
  T: 1672515782136,
  m: true,
  M: true,
};

describe('parseFrame', () => {
  test.each([
    ['raw', documented],
    ['combined', { stream: 'bnbbtc@aggTrade', data: documented }],
  ])('reads the documented trade of a %s stream', (_name, frame) => {
    expect(parseFrame(JSON.stringify(frame))).toEqual({
      kind: 'Trade',
      sentAt: 1672515782136,
      trade: { ...trade, price: '0.001', quantity: '100' },
      originalTime: undefined,
    });
  });

  test.each([
    ['a shutdown notice', { e: 'serverShutdown', E: 1 }, { kind: 'Shutdown' }],
    [
      'a combined shutdown notice',
      { stream: '!serverShutdown', data: { e: 'serverShutdown', E: 1 } },
      { kind: 'Shutdown' },
    ],
    ['an accepted request', { result: null, id: 1 }, { kind: 'Reply', id: 1, error: undefined }],
    [
      'a refused request',
      { code: 2, msg: 'Invalid request: unknown variant', id: 7 },
      { kind: 'Reply', id: 7, error: '2 Invalid request: unknown variant' },
    ],
    ['an event of another stream', { e: 'trade', E: 1, s: 'BNBBTC' }, { kind: 'Other' }],
  ])('reads %s', (_name, frame, meaning) => {
    expect(parseFrame(JSON.stringify(frame))).toEqual(meaning);
  });

  test.each([
    ['truncated JSON', '{"e":"aggTrade","E":16725'],
    ['a page of HTML', '<html><body>502</body></html>'],
    ['an array', '[1,2]'],
    ['an object that says nothing', '{}'],
    ['a trade without an id', JSON.stringify({ ...documented, a: undefined })],
    ['a price in exponent notation', JSON.stringify({ ...documented, p: '1e-8' })],
    ['a price that is a number', JSON.stringify({ ...documented, p: 0.001 })],
  ])('refuses %s', (_name, text) => {
    expect(() => parseFrame(text)).toThrow(expect.objectContaining({ code: 'FRAME_INVALID' }));
  });
});

test('what the exchange writes is what the collector reads', () => {
  for (const originalTime of [undefined, 1570752011620]) {
    const event = aggTradeEvent({ trade, originalTime }, 1672515782140);
    const read = parseFrame(JSON.stringify(event));
    expect(read).toEqual({ kind: 'Trade', sentAt: 1672515782140, trade, originalTime });
    expect(parseRow('BNBBTC', aggTradeRow({ trade, originalTime }))).toEqual({ trade, originalTime });
  }
});

test('a row that is no object is refused', () => {
  expect(() => parseRow('BNBBTC', null)).toThrow(expect.objectContaining({ code: 'FRAME_INVALID' }));
});

test('a stream is named in lower case', () => {
  expect(aggTradeStream('BTCUSDT')).toBe('btcusdt@aggTrade');
});
