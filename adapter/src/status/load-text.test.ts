import { expect, test } from 'vitest';
import { loadText } from './load-text.ts';

const gauge = { podMetrics: { port: 1, path: '/m', metric: 'm', kind: 'Gauge' } } as const;

test.each([
  ['what decays to nothing is nothing', 1.65e-35, {}, '0/s'],
  ['small loads keep their digits', 0.0123, {}, '0.0123/s'],
  ['three digits are enough', 67.25, {}, '67.3/s'],
  ['thousands are written out', 9_876, {}, '9880/s'],
  ['many thousands get a letter', 12_345, {}, '12.3k/s'],
  ['millions as well', 2_500_000, {}, '2.5M/s'],
  ['a gauge is a level and no rate', 42, gauge, '42'],
])('%s', (_, load, demand, text) => {
  expect(loadText(load, demand)).toBe(text);
});
