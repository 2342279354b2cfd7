import {
  array,
  constant,
  constantFrom,
  float,
  integer,
  oneof,
  property,
  assert as thatAlways,
  tuple,
} from 'fast-check';
import { expect, test } from 'vitest';
import { SlotValues } from './slot-values.ts';

const value = oneof(constant(null), float({ noNaN: true, noDefaultInfinity: true }));
const change = oneof(
  tuple(constant('push' as const), array(value, { maxLength: 400 })),
  tuple(constantFrom('gap' as const, 'gap before' as const, 'drop' as const), integer({ min: 0, max: 300 })),
);

type Change =
  | readonly ['push', readonly (number | null)[]]
  | readonly ['gap' | 'gap before' | 'drop', number];

/** What an array would be after a change. */
function arrayAfter(before: readonly (number | null)[], [kind, what]: Change): (number | null)[] {
  if (kind === 'push') return [...before, ...what];
  if (kind === 'drop') return before.slice(what);
  const gap = new Array<null>(what).fill(null);
  return kind === 'gap' ? [...before, ...gap] : [...gap, ...before];
}

function apply(values: SlotValues, [kind, what]: Change): void {
  if (kind === 'push') for (const one of what) values.push(one);
  else if (kind === 'drop') values.drop(Math.min(what, values.length));
  else if (kind === 'gap') values.pushGap(what);
  else values.pushGapBefore(what);
}

test('reads as the array that the same changes would have made', () => {
  thatAlways(
    property(array(change, { maxLength: 12 }), (changes) => {
      const values = new SlotValues(500);
      for (const one of changes) apply(values, one);
      const expected = changes.reduce<(number | null)[]>(arrayAfter, []);
      expect(values.from(0)).toEqual(expected);
      expect(values.length).toBe(expected.length);
      expect(values.at(expected.length)).toBeUndefined();
      expect(values.at(0)).toBe(expected[0]);
    }),
  );
});

test('numbers come back to seven digits, and those that are too large as the largest', () => {
  const values = new SlotValues(10);
  for (const value of [123_456.789, 1e300, 0]) values.push(value);
  expect(values.at(0)).toBeCloseTo(123_456.789, 1);
  expect(values.at(1)).toBeGreaterThan(3.4e38);
  expect(values.from(0).every((value) => Number.isFinite(value))).toBe(true);
});
