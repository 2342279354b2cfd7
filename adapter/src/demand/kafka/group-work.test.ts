import { describe, expect, test } from 'vitest';
import { workBetween } from './group-work.ts';

const mark = (second: number, highs: readonly number[], committed: readonly number[]) => ({
  at: second * 1_000,
  highs: highs.map(BigInt),
  committed: new Map(committed.map((offset, partition) => [partition, BigInt(offset)])),
});

describe('what a consumer group has done', () => {
  test.each([
    [
      'keeps up',
      mark(0, [100, 100], [95, 95]),
      mark(5, [200, 200], [190, 190]),
      { served: 38, backlog: false, waiting: 20 },
    ],
    [
      'is behind all the time',
      mark(0, [900, 900], [100, 100]),
      mark(5, [1_000, 1_000], [150, 150]),
      { served: 20, backlog: true, waiting: 1_700 },
    ],
    [
      'has only just fallen behind',
      mark(0, [100, 100], [100, 100]),
      mark(5, [900, 900], [150, 150]),
      { served: 20, backlog: false, waiting: 1_500 },
    ],
    ['has committed nothing yet', mark(0, [100], []), mark(5, [200], []), undefined],
    ['was set back', mark(0, [100], [90]), mark(5, [200], [10]), undefined],
  ])('that %s', (_, before, after, work) => {
    expect(workBetween(before, after, 40)).toEqual(work);
  });
});
