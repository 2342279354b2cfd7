import { quantityNanos } from '@pricecast/kube';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantityOf } from './quantity.ts';

describe('a number as a quantity', () => {
  test.each([
    [0, '0'],
    [1, '1'],
    [1_000, '1k'],
    [1_500, '1500'],
    [1.5, '1500m'],
    [0.125, '125m'],
    [0.0005, '1m'],
    [1e-10, '1m'],
    [1 / 3, '333m'],
    [2_000_000, '2M'],
    [9e15, '9P'],
    [0.9999, '1'],
  ])('%d is %s', (value, text) => {
    expect(quantityOf(value)).toBe(text);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, -0.0005, 1e21])('%d cannot be served', (value) => {
    expect(quantityOf(value)).toBeUndefined();
  });

  test('means what it was made from, to a thousandth, and is nothing only where nothing was', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 9e12, noNaN: true }), (value) => {
        const text = quantityOf(value);
        const nanos = text === undefined ? undefined : quantityNanos(text);
        expect(nanos).toBeDefined();
        const back = Number(nanos) / 1e9;
        expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.max(1e-3, value * 1e-12));
        expect(back === 0).toBe(value === 0);
      }),
    );
  });
});
