import { expect, test } from 'vitest';
import { seededRandom } from './random.ts';

const draws = 20_000;
const meanOf = (draw: () => number) => Array.from({ length: draws }, draw).reduce((a, b) => a + b, 0) / draws;

test.each([0.3, 5, 49, 51, 400])('counts with mean %d have that mean', (mean) => {
  const random = seededRandom(1);
  // Five standard errors: the seed is fixed, so this either always holds or never.
  expect(Math.abs(meanOf(() => random.poisson(mean)) - mean)).toBeLessThan(5 * Math.sqrt(mean / draws));
});

test('normal draws have mean 0 and standard deviation 1', () => {
  const random = seededRandom(2);
  expect(meanOf(random.normal)).toBeCloseTo(0, 1);
  expect(meanOf(() => random.normal() ** 2)).toBeCloseTo(1, 1);
});

test('exponential draws are positive and have the mean asked for', () => {
  const random = seededRandom(3);
  expect(meanOf(() => random.exponential(4))).toBeCloseTo(4, 0);
  expect(random.exponential(4)).toBeGreaterThan(0);
});
