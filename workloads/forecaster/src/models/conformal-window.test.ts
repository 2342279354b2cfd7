import fc from 'fast-check';
import { quantileSorted } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { chance } from '../testing/bars.ts';
import { ConformalWindow, priorScores } from './conformal-window.ts';

const numbers = fc.double({ min: -100, max: 100, noNaN: true });

describe('a conformal window', () => {
  test('bounds by the newest scores alone', () => {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 60, maxLength: 200 }), (scores) => {
        const window = new ConformalWindow(50, priorScores(1));
        for (const score of scores) window.add(score);
        const newest = scores.slice(-50).sort((left, right) => left - right);
        const [lower, upper] = window.bounds(0.8);
        expect([newest[4], newest[45]]).toEqual([lower, upper]);
        expect(lower).toBeLessThanOrEqual(quantileSorted(newest, 0.1));
        expect(upper).toBeGreaterThanOrEqual(quantileSorted(newest, 0.9));
      }),
    );
  });

  test('covers scores that are yet to come as often as it says, however they are distributed', () => {
    const random = chance(11);
    for (const draw of [() => random(), () => random() ** 4, () => Math.tan(Math.PI * (random() - 0.5))]) {
      const window = new ConformalWindow(1_000, priorScores(1));
      let inside = 0;
      for (let at = 0; at < 21_000; at += 1) {
        const [lower, upper] = window.bounds(0.95);
        const score = draw();
        if (at >= 1_000 && lower <= score && score <= upper) inside += 1;
        window.add(score);
      }
      expect(inside / 20_000).toBeGreaterThan(0.94);
      expect(inside / 20_000).toBeLessThan(0.96);
    }
  });

  test('is wide before anything was seen', () => {
    const [lower, upper] = new ConformalWindow(1_000, priorScores(1)).bounds(0.95);
    expect(upper).toBeGreaterThan(1.9);
    expect(lower).toBeLessThan(-1.9);
  });
});
