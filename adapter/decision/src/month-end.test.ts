import { expect, test } from 'vitest';
import { noSpending, spend } from './budget.ts';
import { monthEnd } from './month-end.ts';

const hour = 3_600_000;
const at = (iso: string) => Date.parse(iso);

/** Spending of a replica at 1 an hour, looked at each hour from one moment to another. */
function spentFrom(begin: string, end: string) {
  let memory = noSpending;
  for (let now = at(begin); now <= at(end); now += hour)
    memory = spend(memory, { from: now === at(begin) ? undefined : now - hour, now }, 1, 1);
  return memory;
}

test('full days carry on to the end of the month', () => {
  const now = '2026-11-11T12:00:00Z';
  const end = monthEnd(spentFrom('2026-11-01T00:00:00Z', now), at(now));
  expect(end?.spent).toBeCloseTo(10.5 * 24, 6);
  expect(end?.projected).toBeCloseTo(30 * 24, 6);
});

test('a new month begins at nothing and knows the days of the old one', () => {
  const now = '2026-12-01T06:00:00Z';
  const end = monthEnd(spentFrom('2026-11-25T18:00:00Z', now), at(now));
  expect(end?.spent).toBeCloseTo(6, 6);
  expect(end?.projected).toBeCloseTo(31 * 24, 6);
});

test('within the first hour nothing is said', () => {
  const now = '2026-11-11T00:30:00Z';
  expect(monthEnd(spend(noSpending, { from: undefined, now: at(now) }, 1, 1), at(now))).toBeUndefined();
});
