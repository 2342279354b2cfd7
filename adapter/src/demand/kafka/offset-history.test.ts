import { describe, expect, test } from 'vitest';
import { loadsBetween } from './offset-history.ts';
import { ratesBetween } from './offset-rate.ts';

const mark = (second: number, ...offsets: number[]) => ({ at: second * 1_000, offsets: offsets.map(BigInt) });

describe('the rate between two looks at offsets', () => {
  test.each([
    ['counts records by partition', mark(0, 10, 20), mark(5, 20, 45), [2, 5]],
    ['begins a new partition at zero', mark(0, 10), mark(5, 10, 5), [0, 1]],
    ['does not know a topic that was made anew', mark(0, 10), mark(5, 3), undefined],
    ['does not know a topic that lost partitions', mark(0, 1, 1), mark(5, 1), undefined],
    ['does not know what happened in no time', mark(5, 1), mark(5, 2), undefined],
  ])('%s', (_, before, after, rates) => {
    expect(ratesBetween(before, after)).toEqual(rates);
  });
});

describe('the past of a topic', () => {
  test('is the records between the marks, from the first record on', () => {
    const marks = [mark(0, 0, 0), mark(10, 0, 0), mark(20, 30, 10), mark(30, 30, 10), mark(40, 40, 10)];
    expect(loadsBetween(marks, [0n, 0n])).toEqual([
      { at: 10_000, load: 4 },
      { at: 20_000, load: 0 },
      { at: 30_000, load: 1 },
    ]);
  });

  test('does not know a slot of which records were deleted', () => {
    const marks = [mark(0, 100, 0), mark(10, 110, 20), mark(20, 130, 40)];
    expect(loadsBetween(marks, [100n, 0n])).toEqual([{ at: 10_000, load: 4 }]);
  });

  test('of an empty topic is nothing', () => {
    expect(loadsBetween([mark(0, 0), mark(10, 0)], [0n])).toEqual([]);
  });
});
