import { expect, test } from 'vitest';
import type { ConsumedBatch } from './consumed-batch.ts';
import { ConsumerLag } from './consumer-lag.ts';

const topic = 'trades';
const noon = Date.UTC(2026, 0, 1, 12);

/** Messages with these ages in seconds at noon, of a partition that ends `behind` messages after them. */
function batch(partition: number, ages: readonly number[], behind: number): ConsumedBatch {
  const records = ages.map((age, index) => ({
    topic,
    partition,
    offset: BigInt(index),
    key: undefined,
    value: undefined,
    headers: {},
    timestamp: noon - age * 1_000,
  }));
  const next = BigInt(ages.length);
  return { topic, partition, records, next, end: next + BigInt(behind) };
}

/** A consumer of two partitions, of which the second has nothing to read. */
function consumer(): ConsumerLag {
  const lag = new ConsumerLag();
  lag.retain([
    { topic, partition: 0 },
    { topic, partition: 1 },
  ]);
  lag.caughtUp({ topic, partition: 1 });
  return lag;
}

test('before a partition was looked at, its lag is unknown and not zero', () => {
  expect(new ConsumerLag().seconds(noon)).toBeUndefined();
  expect(consumer().seconds(noon)).toBeUndefined();
});

test('while a batch is handled, its first message is what waits', () => {
  const lag = consumer();
  lag.arrived(batch(0, [30, 20, 10], 0));
  expect(lag.seconds(noon)).toBe(30);
});

test('when everything is handled the lag is 0, however old the last message is', () => {
  const lag = consumer();
  lag.handled(batch(0, [3_600], 0));
  expect(lag.seconds(noon)).toBe(0);
  expect(lag.isCaughtUp({ topic, partition: 0 })).toBe(true);
});

test('while more waits, the last message that was handled tells how late it is', () => {
  const lag = consumer();
  lag.handled(batch(0, [30, 20], 7));
  expect(lag.seconds(noon)).toBe(20);
  expect(lag.isCaughtUp({ topic, partition: 0 })).toBe(false);
});

test('the latest partition counts, and one that went to another member no longer does', () => {
  const lag = consumer();
  lag.arrived(batch(0, [50], 0));
  lag.arrived(batch(1, [5], 0));
  expect(lag.seconds(noon)).toBe(50);
  lag.retain([{ topic, partition: 1 }]);
  expect(lag.seconds(noon)).toBe(5);
});
