import { expect, test } from 'vitest';
import { holtWinters } from './holt-winters.ts';

const daily = Array.from({ length: 97 }, (_, hour) => 20 + 10 * Math.sin((2 * Math.PI * hour) / 24));
const smoothing = { alpha: 0.9, beta: 0.1, gamma: 0.9 };
const seen = daily.slice(0, 96);
const next = daily[96] ?? 0;

test('continues a daily shape', () => {
  expect(Math.abs(holtWinters(seen, 24, smoothing) - next)).toBeLessThan(1.5);
});

test('does not when the history comes newest first, as one peer hands it over', () => {
  const reversed = [...seen.slice(0, -1).reverse(), seen.at(-1) ?? 0];
  expect(Math.abs(holtWinters(reversed, 24, smoothing) - next)).toBeGreaterThan(3);
});
