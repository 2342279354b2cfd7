import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conformalQuantile, stretchedQuantile } from './quantile.ts';

test('a conformal quantile is an order statistic that a new value exceeds rarely enough', () => {
  const sample = Float64Array.from({ length: 9 }, (_, index) => index + 1);
  expect([0.1, 0.5, 0.9, 0.99].map((probability) => conformalQuantile(sample, probability))).toEqual([
    1, 5, 9, 9,
  ]);
});

test('stretched quantiles stay in order, wherever zero lies in the sample', () => {
  const sample = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 40 });
  const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(
      sample,
      probability,
      probability,
      fc.double({ min: 0, max: 50, noNaN: true }),
      (all, p, q, independent) => {
        const sorted = Float64Array.from(all).sort();
        const at = (chance: number) => stretchedQuantile(sorted, chance, independent);
        expect(at(Math.min(p, q))).toBeLessThanOrEqual(at(Math.max(p, q)) + 1e-12);
      },
    ),
  );
});
