import { expect, test } from 'vitest';
import { type Arrival, arrivalOf, isFresh } from './freshness.ts';

const minute = 60_000;

/** Whether each of the samples may be decided on when it comes, and so many minutes after the last. */
function fresh(samples: readonly (readonly [at: number, seen: number])[], after = 0): boolean[] {
  let arrival: Arrival | undefined;
  const found = samples.map(([at, seen]) => {
    arrival = arrivalOf(arrival, { at: at * minute, load: 1 }, { now: seen * minute, intervalSeconds: 60 });
    return isFresh(arrival, { now: seen * minute, intervalSeconds: 60 });
  });
  const last = samples.at(-1)?.[1] ?? 0;
  const later = { now: (last + after) * minute, intervalSeconds: 60 };
  return arrival === undefined || after === 0 ? found : [...found, isFresh(arrival, later)];
}

test.each<[string, readonly (readonly [number, number])[], number, boolean[]]>([
  [
    'samples on time',
    [
      [0, 0.5],
      [1, 1.5],
    ],
    0,
    [true, true],
  ],
  ['one that is old when it is first seen', [[0, 5]], 0, [false]],
  [
    'samples that come late, and steadily so',
    [
      [0, 4],
      [1, 5],
      [2, 6],
    ],
    0,
    [false, true, true],
  ],
  [
    'a clock that is ahead',
    [
      [4, 0],
      [5, 1],
    ],
    0,
    [true, true],
  ],
  [
    'late samples that have ended',
    [
      [0, 4],
      [1, 5],
    ],
    3,
    [false, true, false],
  ],
  [
    'an old sample after a long silence',
    [
      [0, 0.5],
      [2, 9],
    ],
    0,
    [true, false],
  ],
  [
    'samples that are too late to be of use',
    [
      [0, 20],
      [1, 21],
    ],
    0,
    [false, false],
  ],
])('%s', (_name, samples, after, expected) => {
  expect(fresh(samples, after)).toEqual(expected);
});
