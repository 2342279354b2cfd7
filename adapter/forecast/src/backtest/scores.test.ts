import { describe, expect, test } from 'vitest';
import { coverage, mase, msis, owa, pinball, smape } from './scores.ts';
import { dieboldMariano } from './significance.ts';

const history = [1, 3, 2, 4];

describe('scores by hand', () => {
  test('sMAPE of 1 against 3 is 100, of two zeros 0', () => {
    expect(smape([1], [3])).toBe(100);
    expect(smape([0], [0])).toBe(0);
  });

  test('MASE divides by the mean step of the season', () => {
    expect(mase(history, [5, 5], [4, 8], 2)).toBe(2);
  });

  test('a missing value is not scored', () => {
    expect(coverage([Number.NaN, 1], [0, 1])).toBe(1);
  });

  test('the pinball loss weighs what lies above a 0.9 quantile nine times', () => {
    expect(pinball(3, 2, 0.9)).toBeCloseTo(0.9, 12);
    expect(pinball(1, 2, 0.9)).toBeCloseTo(0.1, 12);
  });

  test('MSIS is the width where it covers, and forty times the miss beyond', () => {
    const band = { lower: [0], upper: [2] };
    expect(msis(history, [1], band, { level: 0.95, period: 2 })).toBeCloseTo(2, 12);
    expect(msis(history, [3], band, { level: 0.95, period: 2 })).toBeCloseTo(42, 9);
  });

  test('OWA of Naive2 itself is one', () => {
    expect(owa({ smape: 18, mase: 2.4 }, { smape: 18, mase: 2.4 })).toBe(1);
  });
});

test('Diebold and Mariano see a clear difference, and none between likes', () => {
  const noise = (index: number) => Math.abs((Math.sin(index * 12.9898) * 43758.5453) % 1);
  const first = Array.from({ length: 200 }, (_, index) => noise(index));
  const like = Array.from({ length: 200 }, (_, index) => noise(index + 1000));
  expect(
    dieboldMariano(
      first,
      first.map((loss) => loss + 0.5 + 0.1 * noise(loss)),
      1,
    )?.pValue,
  ).toBeLessThan(0.01);
  expect(dieboldMariano(first, like, 1)?.pValue).toBeGreaterThan(0.05);
  expect(dieboldMariano(first, first, 1)).toBeUndefined();
});
