import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Coverage } from './coverage.ts';

function judged(share: number, count = 1000): Coverage {
  const coverage = new Coverage();
  for (let at = 0; at < count; at += 1) coverage.judge(at % 100 < 100 * share ? 0 : 2, 1);
  return coverage;
}

describe('coverage', () => {
  test('is told once there are enough outcomes', () => {
    expect(judged(0.8, 10).share).toBeUndefined();
    expect(judged(0.8).share).toBeCloseTo(0.8, 1);
  });

  test('that is too small raises the probability asked for, one that is too large lowers it', () => {
    expect(judged(0.8).corrected(0.9)).toBeGreaterThan(0.95);
    expect(judged(1).corrected(0.9)).toBeLessThan(0.85);
    expect(judged(0.9).corrected(0.9)).toBeCloseTo(0.9, 2);
    expect(judged(0.5).corrected(0.5)).toBe(0.5);
  });

  test('never changes the order of quantiles, nor leaves (0, 1)', () => {
    const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        probability,
        probability,
        (share, one, other) => {
          const coverage = judged(share, 300);
          const [low, high] = one < other ? [one, other] : [other, one];
          expect(coverage.corrected(low)).toBeLessThanOrEqual(coverage.corrected(high));
          expect(coverage.corrected(high)).toBeLessThan(1);
        },
      ),
    );
  });
});
