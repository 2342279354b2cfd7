import fc from 'fast-check';
import type { Trade } from '../trade.ts';

/** 2023-03-01T00:00:00Z. */
export const marchFirst = 1_677_628_800_000;

/** A trade with everything filled in that a test does not care about. */
export function trade(id: number, changes: Partial<Trade> = {}): Trade {
  return {
    symbol: 'BTCUSDT',
    id,
    price: '100.00',
    quantity: '1.000',
    firstTradeId: id,
    lastTradeId: id,
    buyerIsMaker: id % 2 === 0,
    tradeTime: marchFirst + id,
    ...changes,
  };
}

const cents = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((units) => (units / 100).toFixed(2));

/** Trades of one symbol in the order of their ids and times, over some minutes. */
export const feeds: fc.Arbitrary<readonly Trade[]> = fc
  .array(
    fc.record({
      price: cents(9_000, 11_000),
      quantity: cents(1, 900),
      pause: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 130_000 })),
      buyerIsMaker: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    let tradeTime = marchFirst;
    return steps.map(({ pause, ...step }, id) => {
      tradeTime += pause;
      return trade(id, { ...step, tradeTime });
    });
  });
