import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTrade, encodeTrade, isTrade, type Trade, tradeSchema } from './trade.ts';

const trade: Trade = {
  symbol: 'BTCUSDT',
  id: 26129,
  price: '0.01633102',
  quantity: '4.70443515',
  firstTradeId: 27781,
  lastTradeId: 27781,
  buyerIsMaker: true,
  tradeTime: 1498793709153,
};

const counts = fc.nat(Number.MAX_SAFE_INTEGER);
const trades: fc.Arbitrary<Trade> = fc.record({
  symbol: fc.stringMatching(/^[A-Z0-9]{1,30}$/),
  id: counts,
  price: fc.stringMatching(/^[1-9][0-9]{0,19}\.[0-9]{1,8}$/),
  quantity: fc.stringMatching(/^0\.[0-9]{1,20}$/),
  firstTradeId: counts,
  lastTradeId: counts,
  buyerIsMaker: fc.boolean(),
  tradeTime: counts,
});

describe('a trade message', () => {
  test('keeps every trade byte for byte', () => {
    fc.assert(
      fc.property(trades, (any) => {
        expect(decodeTrade(encodeTrade(any))).toEqual(any);
      }),
    );
  });

  test('is read by a reader that meets members of a later version', () => {
    const later = JSON.stringify({ ...trade, venue: 'SPOT' });
    expect(decodeTrade(later)).toMatchObject(trade);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a price in exponent notation', { price: '1e-8' }, /price: must be a decimal number/],
    ['a price that is a number', { price: 0.1 }, /price/],
    ['a quantity that is not a number', { quantity: 'NaN' }, /quantity: must be a decimal/],
    ['a negative id', { id: -1 }, /id/],
    ['an id beyond exact numbers', { id: 2 ** 53 }, /id/],
    ['a fraction of a millisecond', { tradeTime: 1.5 }, /tradeTime/],
    ['a symbol that could break out of its text', { symbol: 'A","id":7' }, /symbol: must be a symbol/],
    ['a missing side', { buyerIsMaker: undefined }, /buyerIsMaker/],
  ])('refuses %s and says where', (_name, change, sentence) => {
    const text = JSON.stringify({ ...trade, ...change });
    expect(() => decodeTrade(text)).toThrow(expect.objectContaining({ code: 'TRADE_INVALID' }));
    expect(() => decodeTrade(text)).toThrow(sentence);
  });

  test('refuses text that is not JSON', () => {
    expect(() => decodeTrade('<html>')).toThrow(expect.objectContaining({ code: 'TRADE_INVALID' }));
  });
});

test('the quick check and the schema agree about every value', () => {
  const odd = fc.oneof(fc.constant(undefined), fc.constant('1e5'), fc.integer(), fc.double(), fc.string());
  const broken = fc
    .tuple(trades, fc.constantFrom(...Object.keys(trade)), odd)
    .map(([any, member, value]) => ({ ...any, [member]: value }));
  fc.assert(
    fc.property(fc.oneof(trades, broken, fc.anything()), (value) => {
      expect(isTrade(value)).toBe(tradeSchema.safeParse(value).success);
    }),
  );
});
