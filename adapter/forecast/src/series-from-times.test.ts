import { expect, test } from 'vitest';
import { seriesFromTimes } from './series-from-times.ts';

test('values go to the nearest step, and a step without one is missing', () => {
  const { values, startSeconds, stepSeconds } = seriesFromTimes([600, 661, 840, 899], [1, 2, 4, 5], 60);
  expect(Array.from(values)).toEqual([1, 2, Number.NaN, Number.NaN, 4, 5]);
  expect({ startSeconds, stepSeconds }).toEqual({ startSeconds: 600, stepSeconds: 60 });
});

test('of two values on one step the newest stays, and a missing one never takes its place', () => {
  expect(Array.from(seriesFromTimes([0, 60, 70, 80], [1, 2, 3, null], 60).values)).toEqual([1, 3]);
});

test.each<[string, number[], (number | null)[], number, string]>([
  ['two values of one time', [0, 0], [1, 2], 60, 'TIMES_DUPLICATE'],
  ['times that go back', [0, 120, 60], [1, 2, 3], 60, 'TIMES_UNORDERED'],
  ['no values', [], [], 60, 'HISTORY_EMPTY'],
  ['a step that is none', [0, 60], [1, 2], 0, 'REQUEST_INVALID'],
  ['a time that is none', [0, Number.NaN], [1, 2], 60, 'REQUEST_INVALID'],
  ['a span without end', [0, 1e12], [1, 2], 1, 'REQUEST_INVALID'],
])('%s are refused by code', (_, times, values, step, code) => {
  expect(() => seriesFromTimes(times, values, step)).toThrow(expect.objectContaining({ code }));
});
