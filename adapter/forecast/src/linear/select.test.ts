import fc from 'fast-check';
import { expect, test } from 'vitest';
import { medianInPlace, selectInPlace } from './select.ts';

test('any rank of any values is what sorting would put there', () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(values, fc.nat(59), (all, at) => {
      const rank = at % all.length;
      const sorted = Float64Array.from(all).sort();
      expect(Math.abs(selectInPlace(Float64Array.from(all), rank) - (sorted[rank] ?? Number.NaN))).toBe(0);
    }),
  );
});

test('the median of nothing is no number', () => {
  expect(medianInPlace(new Float64Array(0))).toBeNaN();
});
