import { expect, test } from 'vitest';
import { madeLoad } from '../loads.ts';
import { windowRules } from './window-rivals.ts';

const past = madeLoad(3, 900);
const named = (part: string) => {
  const found = Object.entries(windowRules).find(([name]) => name.includes(part));
  return found?.[1](past, 8) ?? Number.NaN;
};

test("last day's maximum is the largest of 24 values", () => {
  expect(named("last day's")).toBe(Math.max(...past.slice(-24)));
});

test('a week ago means the window that began 168 steps before', () => {
  expect(named('Mimir')).toBe(Math.max(past.at(-1) ?? 0, ...past.slice(-168, -160)));
});

test('every rule says a number, and none less than zero', () => {
  for (const rule of Object.values(windowRules)) expect(rule(past, 8)).toBeGreaterThan(0);
});
