import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSameQuantity, quantityNanos } from './quantity.ts';

const same: readonly (readonly [string | number, string | number])[] = [
  ['1', '1000m'],
  ['0.5', '500m'],
  ['.5', '500m'],
  [2, '2'],
  ['1Gi', '1024Mi'],
  ['1.5Gi', '1536Mi'],
  ['1k', '1e3'],
  ['1M', '1000000'],
  ['100n', '0.0000001'],
  ['2E3', '2000'],
  ['-1', '-1000m'],
  ['0', '0Gi'],
];
for (const [a, b] of same) {
  it(`takes ${a} and ${b} for the same amount`, () => {
    expect(isSameQuantity(a, b)).toBe(true);
  });
}

const different: readonly (readonly [string, string])[] = [
  ['1', '1001m'],
  ['1G', '1Gi'],
  ['500m', '500M'],
];
for (const [a, b] of different) {
  it(`tells ${a} from ${b}`, () => {
    expect(isSameQuantity(a, b)).toBe(false);
  });
}

for (const text of ['', 'm', '1 Gi', '1KiB', 'abc', '1..5', '--1', '0x10', 'Infinity']) {
  it(`does not take "${text}" for an amount`, () => {
    expect(quantityNanos(text)).toBeUndefined();
  });
}

it('rounds what is finer than a billionth up, as the server does', () => {
  expect(quantityNanos('0.0000000001')).toBe(1n);
});

it('keeps the order of amounts, however they are spelt', () => {
  const spelt = (milli: number) => [`${milli}m`, `${milli / 1_000}`, `${milli * 1_000}u`];
  const amount = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(amount, amount, fc.nat(2), fc.nat(2), (a, b, spellingA, spellingB) => {
      const left = quantityNanos(spelt(a)[spellingA] ?? '') ?? -1n;
      const right = quantityNanos(spelt(b)[spellingB] ?? '') ?? -1n;
      expect(left < right).toBe(a < b);
      expect(left === right).toBe(a === b);
    }),
  );
});
