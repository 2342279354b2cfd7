import { expect, test } from 'vitest';
import type { JournalTrade } from '../collector/comparison.ts';
import { type BarComparison, barsOf, compareBars, type ProofBar, readBar } from './bars.ts';

const trade = (id: number, timeMs: number, price: string, quantity: string): JournalTrade => {
  return { symbol: 'A', id, timeMs, price, quantity, buyerIsMaker: id % 2 === 0 };
};

// Two trades in the first second, one in the third, and one that is too young to close its bar.
const journal = [
  trade(1, 100, '9.5', '1.10'),
  trade(2, 900, '10.25', '0.9'),
  trade(3, 2_000, '10', '2'),
  trade(4, 5_500, '1', '1'),
];
const first =
  '{"symbol":"A","intervalSeconds":1,"start":0,"open":"9.5","high":"10.25","low":"9.5","close":"10.25",' +
  '"volume":"2.00","quoteVolume":"19.675","takerBuyVolume":"1.10","trades":2,"firstId":1,"lastId":2}';
const third =
  '{"symbol":"A","intervalSeconds":1,"start":2000,"open":"10","high":"10","low":"10","close":"10",' +
  '"volume":"2","quoteVolume":"20","takerBuyVolume":"2","trades":1,"firstId":3,"lastId":3}';
const flawless: BarComparison = { expected: 2, missing: 0, doubles: 0, different: 0, invented: 0 };

test.each<[string, readonly ProofBar[], Partial<BarComparison>]>([
  ['every bar once is flawless, however many zeros its sums have', [readBar(first), readBar(third)], {}],
  ['a bar that is not there is missing', [readBar(first)], { missing: 1 }],
  ['a second message is a double', [readBar(first), readBar(third), readBar(first)], { doubles: 1 }],
  ['a sum that is off is different', [{ ...readBar(first), volume: 1n }, readBar(third)], { different: 1 }],
  [
    'a bar without trades is invented',
    [readBar(first), readBar(third), { ...readBar(third), start: 3_000 }],
    { invented: 1 },
  ],
])('%s', (_name, published, flaws) => {
  expect(compareBars(barsOf(journal, 1, 2), published)).toEqual({ ...flawless, ...flaws });
});
