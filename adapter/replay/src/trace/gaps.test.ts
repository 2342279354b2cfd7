import { expect, test } from 'vitest';
import { gapsOf } from './gaps.ts';

const traceOf = (...minutes: readonly number[]) => ({
  times: Float64Array.from(minutes, (minute) => 1_700_000_000 + 60 * minute),
  loads: new Float64Array(minutes.length),
});

test.each([
  ['rows that all come have no gap', [0, 1, 2, 3, 4, 5], [0, 0, 0]],
  ['a row that is missing is no gap yet', [0, 1, 2, 4, 5, 6], [0, 0, 0]],
  ['a gap lasts from when the next row should have come', [0, 1, 2, 3, 10, 11], [1, 360, 360]],
  ['gaps are added up', [0, 1, 5, 6, 7, 8, 20, 21], [2, 840, 660]],
])('%s', (_name, minutes, [count, seconds, longestSeconds]) => {
  expect(gapsOf(traceOf(...minutes))).toEqual({ count, seconds, longestSeconds });
});
