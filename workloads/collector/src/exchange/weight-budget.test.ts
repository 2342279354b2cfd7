import { expect, test } from 'vitest';
import { WeightBudget } from './weight-budget.ts';

const start = 1_000 * 60_000;
const told = { status: 200, usedWeight: undefined, retryAfterSeconds: undefined };

test('requests go at once while four fifths of the weight are not used', () => {
  const budget = new WeightBudget(100);
  budget.spend(76, start);
  expect(budget.allowedAt(4, start)).toBe(start);
  budget.spend(4, start);
  expect(budget.allowedAt(4, start)).toBe(start + 60_000);
});

test('a new minute has a new weight', () => {
  const budget = new WeightBudget(100);
  budget.spend(80, start + 59_000);
  expect(budget.allowedAt(4, start + 60_000)).toBe(start + 60_000);
});

test('what the exchange counted replaces our own count', () => {
  const budget = new WeightBudget(100);
  budget.spend(4, start);
  budget.observe({ ...told, usedWeight: 90 }, start);
  expect(budget.allowedAt(4, start + 1)).toBe(start + 60_000);
  budget.observe({ ...told, usedWeight: 8 }, start + 2);
  expect(budget.allowedAt(4, start + 3)).toBe(start + 3);
});

test.each([
  ['a 429 with its time', { ...told, status: 429, retryAfterSeconds: 7 }, 7],
  ['a 418 with its time', { ...told, status: 418, retryAfterSeconds: 120 }, 120],
  ['a 429 without a time', { ...told, status: 429 }, 60],
])('%s blocks for so long', (_name, reading, seconds) => {
  const budget = new WeightBudget(6_000);
  budget.observe(reading, start);
  expect(budget.allowedAt(4, start)).toBe(start + seconds * 1_000);
  expect(budget.blockedUntil(start)).toBe(start + seconds * 1_000);
  expect(budget.blockedUntil(start + seconds * 1_000)).toBeUndefined();
});

test('a shorter block does not end a longer one', () => {
  const budget = new WeightBudget(6_000);
  budget.observe({ ...told, status: 418, retryAfterSeconds: 120 }, start);
  budget.observe({ ...told, status: 429, retryAfterSeconds: 1 }, start);
  expect(budget.blockedUntil(start)).toBe(start + 120_000);
});
