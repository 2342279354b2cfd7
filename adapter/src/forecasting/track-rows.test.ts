import { expect, test } from 'vitest';
import { loadOf, rowsOf } from './track-rows.ts';

test.each([
  ['no regressor', [], [1, null, 3]],
  ['one', [[4, 5, null]], [1, 4, null, 5, 3, null]],
  [
    'two, of which one is too short',
    [
      [4, 5, 6],
      [7, null],
    ],
    [1, 4, 7, null, 5, null, 3, 6, null],
  ],
])('rows with %s have the load first, and give it back', (_, regressors, rows) => {
  const load = [1, null, 3];
  expect(rowsOf(load, regressors)).toEqual(rows);
  expect(loadOf(rows, regressors.length)).toEqual(load);
});
