import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Tail } from './tail.ts';

const exponential = (x: number) => Math.exp(-x);
const options = { binWidth: 0.05, bins: 200, retention: 1, prior: exponential, priorWeight: 100 };

/** Values at evenly spaced probabilities of an exponential distribution with this mean. */
const drawn = (count: number, mean: number) =>
  Array.from({ length: count }, (_, at) => -mean * Math.log((at + 0.5) / count));

describe('a tail', () => {
  test('is the prior before anything was seen', () => {
    const tail = new Tail(options);
    for (const x of [0, 0.5, 1, 2, 4]) expect(tail.probability(x)).toBeCloseTo(exponential(x), 1);
  });

  test('becomes what was seen, also far beyond it', () => {
    const tail = new Tail(options);
    for (const x of drawn(20_000, 0.5)) tail.add(x);
    expect(tail.probability(1)).toBeCloseTo(Math.exp(-2), 2);
    expect(Math.log10(tail.probability(6))).toBeCloseTo(Math.log10(Math.exp(-12)), 0);
  });

  test('forgets', () => {
    const tail = new Tail({ ...options, retention: 0.99 });
    for (const x of drawn(2_000, 2)) tail.add(x);
    for (const x of drawn(2_000, 0.2)) tail.add(x);
    expect(tail.probability(2)).toBeLessThan(0.001);
  });

  test('is exactly itself again when it is restored from what was written down', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 12, noNaN: true }), { maxLength: 300 }), (values) => {
        const forgetting = { ...options, retention: 0.997 };
        const tail = new Tail(forgetting);
        for (const value of values) tail.add(value);
        const restored = new Tail(forgetting, JSON.parse(JSON.stringify(tail.state())));
        for (const x of [0.01, 0.7, 3, 9]) expect(restored.probability(x)).toBe(tail.probability(x));
      }),
    );
  });

  test('falls, stays within 0 and 1, and is undone by its quantile', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 12, noNaN: true }), { maxLength: 300 }), (values) => {
        const tail = new Tail(options);
        for (const value of values) tail.add(value);
        const probabilities = Array.from({ length: 60 }, (_, at) => tail.probability(at / 4));
        expect(probabilities).toEqual(probabilities.toSorted((left, right) => right - left));
        expect(Math.max(...probabilities)).toBeLessThanOrEqual(1 + 1e-12);
        expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
        expect(tail.probability(tail.quantile(1e-6))).toBeCloseTo(1e-6, 9);
      }),
    );
  });
});
