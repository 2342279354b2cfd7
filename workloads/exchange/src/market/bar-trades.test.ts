import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bar, tradesOfBar } from './bar-trades.ts';
import { seededRandom } from './random.ts';

const tick = 1_000_000;
const lengthMs = 60_000;

const bars = fc
  .record({
    prices: fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 4, maxLength: 4 }),
    volume: fc.integer({ min: 4, max: 10_000_000_000 }),
    upward: fc.boolean(),
  })
  .map(({ prices, volume, upward }): Bar => {
    const [low = 1, a = 1, b = 1, high = 1] = prices.map((price) => price * tick).sort((x, y) => x - y);
    return { openMs: 1_000_000, low, high, open: upward ? a : b, close: upward ? b : a, volume };
  });

test('the trades of any bar add up to its open, high, low, close and volume', () => {
  fc.assert(
    fc.property(bars, fc.integer({ min: 0, max: 200 }), fc.integer(), (bar, wanted, seed) => {
      const trades = tradesOfBar(bar, { lengthMs, wanted, tick }, seededRandom(seed));
      const prices = trades.map((trade) => trade.price);
      expect(prices[0]).toBe(bar.open);
      expect(prices.at(-1)).toBe(bar.close);
      expect(Math.max(...prices)).toBe(bar.high);
      expect(Math.min(...prices)).toBe(bar.low);
      expect(trades.reduce((sum, trade) => sum + trade.quantity, 0)).toBe(bar.volume);
    }),
  );
});

test('the trades of any bar lie inside it, in time order, on ticks, and each has a quantity', () => {
  fc.assert(
    fc.property(bars, fc.integer({ min: 0, max: 200 }), fc.integer(), (bar, wanted, seed) => {
      const trades = tradesOfBar(bar, { lengthMs, wanted, tick }, seededRandom(seed));
      const times = trades.map((trade) => trade.timeMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times[0]).toBeGreaterThanOrEqual(bar.openMs);
      expect(times.at(-1)).toBeLessThan(bar.openMs + lengthMs);
      expect(trades.every((trade) => trade.price % tick === 0 && trade.quantity >= 1)).toBe(true);
    }),
  );
});

const flat: Bar = { openMs: 0, open: 5 * tick, high: 5 * tick, low: 5 * tick, close: 5 * tick, volume: 30 };

test('a bar without volume has no trades', () => {
  expect(tradesOfBar({ ...flat, volume: 0 }, { lengthMs, wanted: 5, tick }, seededRandom(1))).toEqual([]);
});

test('a flat bar has the wished number of trades at its one price', () => {
  const trades = tradesOfBar(flat, { lengthMs, wanted: 5, tick }, seededRandom(1));
  expect(trades.map((trade) => trade.price)).toEqual(new Array(5).fill(5 * tick));
});
