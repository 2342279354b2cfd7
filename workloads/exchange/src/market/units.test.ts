import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseUnits, unitsText } from './units.ts';

test.each([
  [6725012, 2, '67250.12000000'],
  [1, 8, '0.00000001'],
  [0, 0, '0.00000000'],
  [12, 0, '12.00000000'],
])('%d units of 10^-%d are written %s', (units, scale, text) => {
  expect(unitsText(units, scale)).toBe(text);
});

test('every number of units survives writing and reading', () => {
  fc.assert(
    fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (units) => {
      expect(parseUnits(unitsText(units, 8))).toBe(units);
    }),
  );
});

test.each(['', '-1', 'e5', '1e', '1e5e1', '1e-9', '1.', '.5', '0.123456789', '99999999999'])(
  '"%s" is not read as units',
  (text) => {
    expect(parseUnits(text)).toBeUndefined();
  },
);

test.each([
  ['9e-05', 9_000],
  ['1.5E+3', 150_000_000_000],
])('%s with its exponent is read as %d units', (text, units) => {
  expect(parseUnits(text)).toBe(units);
});
