import { expect, test } from 'vitest';
import { lowPassedPeriod } from './low-passed-period.ts';

const job = { id: '', horizon: 30, seasons: [24], level: 0.9 };

test('a wave of the period is repeated', () => {
  const wave = (hour: number) => 10 + 5 * Math.sin((2 * Math.PI * hour) / 24);
  const { point } = lowPassedPeriod({ ...job, values: Array.from({ length: 240 }, (_, hour) => wave(hour)) });
  point.forEach((value, ahead) => {
    expect(value).toBeCloseTo(wave(240 + ahead), 6);
  });
});

test('what falls below zero becomes a hundredth', () => {
  const { point } = lowPassedPeriod({ ...job, values: Array.from({ length: 48 }, () => -1) });
  expect(new Set(point)).toEqual(new Set([0.01]));
});
