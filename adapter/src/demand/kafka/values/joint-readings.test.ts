import type { NewestWanted, TopicRecord } from '@pricecast/stream';
import { expect, test } from 'vitest';
import { JointReadings } from './joint-readings.ts';

const record = (timestamp: number): TopicRecord => ({
  ...{ partition: 0, offset: 0n, key: undefined, headers: {} },
  ...{ value: String(timestamp), timestamp },
});

/** Readings of a topic with messages at 1, 2 and 3; each waits until it is let go. */
function scene() {
  const read: { wanted: NewestWanted; end: (error?: Error) => void }[] = [];
  const readings = new JointReadings(async (wanted, handle) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    read.push({ wanted, end: (error) => (error === undefined ? resolve() : reject(error)) });
    await promise;
    for (const at of [1, 2, 3]) if (at >= wanted.since) handle(record(at));
  });
  const ask = async (since: number, most = 10) => {
    const seen: number[] = [];
    await readings.read({ since, most }, ({ timestamp }) => seen.push(timestamp));
    return seen;
  };
  return { read, ask };
}

test('what is asked for meanwhile is read together, and each sees its own', async () => {
  const { read, ask } = scene();
  const first = ask(1);
  const [second, third] = [ask(3, 5), ask(2, 20)];
  expect(read.map(({ wanted }) => wanted)).toEqual([{ since: 1, most: 10 }]);
  read[0]?.end();
  expect(await first).toEqual([1, 2, 3]);
  expect(read.map(({ wanted }) => wanted)).toEqual([
    { since: 1, most: 10 },
    { since: 2, most: 20 },
  ]);
  read[1]?.end();
  expect(await Promise.all([second, third])).toEqual([[3], [2, 3]]);
});

test('a reading that fails is that of all who waited for it, and the next one is made', async () => {
  const { read, ask } = scene();
  const first = ask(1);
  read[0]?.end(new Error('no broker'));
  await expect(first).rejects.toThrow('no broker');
  const next = ask(2);
  read[1]?.end();
  expect(await next).toEqual([2, 3]);
});
