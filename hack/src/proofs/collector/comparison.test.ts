import { expect, test } from 'vitest';
import { type Comparison, compare, type JournalTrade, type TopicMessage } from './comparison.ts';

const trade = (symbol: string, id: number): JournalTrade => ({
  symbol,
  id,
  price: '1.10',
  quantity: '2',
  timeMs: id,
  buyerIsMaker: false,
});
const message = (symbol: string, id: number, changes: Partial<TopicMessage> = {}): TopicMessage => ({
  partition: 0,
  offset: 0,
  timestampMs: id,
  key: symbol,
  value: JSON.stringify({ symbol, id, price: '1.10', quantity: '2' }),
  ...changes,
});

const flawless: Comparison = {
  missing: 0,
  invented: 0,
  doubles: 0,
  outOfOrder: 0,
  otherDecimals: 0,
  otherKey: 0,
  otherTime: 0,
  splitSymbols: 0,
};
const [one, two, other] = [trade('A', 1), trade('A', 2), trade('B', 1)];

const rows: readonly (readonly [string, readonly TopicMessage[], Partial<Comparison>])[] = [
  ['every trade once, in order, is flawless', [message('A', 1), message('B', 1), message('A', 2)], {}],
  ['a trade without a message is missing', [message('A', 1), message('B', 1)], { missing: 1 }],
  [
    'a message without a trade is invented',
    [message('A', 1), message('A', 2), message('B', 1), message('B', 9)],
    { invented: 1 },
  ],
  [
    'a second message is a double and nothing else, wherever it lies',
    [message('A', 1), message('A', 2), message('A', 1), message('B', 1)],
    { doubles: 1 },
  ],
  [
    'a first message behind a later one of its symbol is out of order',
    [message('A', 2), message('A', 1), message('B', 1)],
    { outOfOrder: 1 },
  ],
  [
    'equal numbers in other text are other decimals',
    [
      message('A', 1, { value: '{"symbol":"A","id":1,"price":"1.1","quantity":"2"}' }),
      message('A', 2),
      message('B', 1),
    ],
    { otherDecimals: 1 },
  ],
  [
    'a key that is not the symbol is counted',
    [message('A', 1, { key: 'a' }), message('A', 2), message('B', 1)],
    { otherKey: 1 },
  ],
  [
    'a CreateTime that is not the time of the trade is counted',
    [message('A', 1, { timestampMs: 5 }), message('A', 2), message('B', 1)],
    { otherTime: 1 },
  ],
  [
    'a symbol in two partitions is split',
    [message('A', 1), message('A', 2, { partition: 1 }), message('B', 1)],
    { splitSymbols: 1 },
  ],
];

test.each(rows)('%s', (_, messages, flaws) => {
  expect(compare([one, two, other], messages)).toEqual({ ...flawless, ...flaws });
});
