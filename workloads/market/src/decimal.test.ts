import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
} from './decimal.ts';

const decimals: fc.Arbitrary<Decimal> = fc.record({
  coefficient: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  scale: fc.nat(20),
});

/** The number as a fraction of whole numbers: a reference on another path than the code under test. */
const asFraction = ({ coefficient, scale }: Decimal) => ({ top: coefficient, bottom: 10n ** BigInt(scale) });

describe('parseDecimal and formatDecimal', () => {
  test.each([
    ['a price with trailing zeros', '0.00141300', { coefficient: 141300n, scale: 8 }],
    ['a whole number', '23140', { coefficient: 23140n, scale: 0 }],
    ['a negative fraction', '-0.5', { coefficient: -5n, scale: 1 }],
    ['twenty digits', '12345678901234567890.1', { coefficient: 123456789012345678901n, scale: 1 }],
    ['zero with a scale', '0.00', { coefficient: 0n, scale: 2 }],
    ['the smallest step', '0.00000001', { coefficient: 1n, scale: 8 }],
  ])('read and write %s', (_name, text, decimal) => {
    expect(parseDecimal(text)).toEqual(decimal);
    expect(formatDecimal(decimal)).toBe(text);
  });

  test.each([
    ['not a number', 'NaN'],
    ['exponent notation', '1e-8'],
    ['an infinity', 'Infinity'],
    ['nothing', ''],
    ['a space around', ' 1'],
    ['a bare point in front', '.5'],
    ['a bare point behind', '5.'],
    ['a leading zero', '007'],
    ['a plus sign', '+1'],
    ['negative zero', '-0'],
    ['negative zero with a scale', '-0.00'],
    ['a comma', '1,000'],
    ['a hexadecimal number', '0x10'],
    ['digits of another script', '١٢'],
    ['a line break behind', '1\n'],
  ])('refuse %s', (_name, text) => {
    expect(() => parseDecimal(text)).toThrow(expect.objectContaining({ code: 'DECIMAL_SYNTAX' }));
  });

  test('quote a refused value at a length that fits into a log line', () => {
    expect(() => parseDecimal('x'.repeat(10_000))).toThrow(/^.{1,200}$/);
  });

  test('undo one another for every number', () => {
    fc.assert(
      fc.property(decimals, (decimal) => {
        expect(parseDecimal(formatDecimal(decimal))).toEqual(decimal);
      }),
    );
  });

  test('keep every accepted text byte for byte', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?[0-9]{1,22}(\.[0-9]{1,12})?$/), (text) => {
        const outcome = readOrRefuse(text);
        expect([text, 'refused']).toContain(outcome);
      }),
    );
  });
});

function readOrRefuse(text: string): string {
  try {
    return formatDecimal(parseDecimal(text));
  } catch {
    return 'refused';
  }
}

describe('decimal arithmetic', () => {
  test.each([
    ['0.1', '0.2', '0.3', '0.02'],
    ['1.50', '2', '3.50', '3.00'],
    ['-0.5', '0.5', '0.0', '-0.25'],
    [
      '99999999999999999999.99999999',
      '0.00000001',
      '100000000000000000000.00000000',
      '999999999999.9999999999999999',
    ],
  ])('%s and %s make the sum %s and the product %s', (left, right, sum, product) => {
    const [a, b] = [parseDecimal(left), parseDecimal(right)];
    expect(formatDecimal(addDecimals(a, b))).toBe(sum);
    expect(formatDecimal(multiplyDecimals(a, b))).toBe(product);
  });

  test('agrees with fractions of whole numbers', () => {
    fc.assert(
      fc.property(decimals, decimals, (left, right) => {
        const [a, b] = [asFraction(left), asFraction(right)];
        const sum = asFraction(addDecimals(left, right));
        expect(sum.top * a.bottom * b.bottom).toBe((a.top * b.bottom + b.top * a.bottom) * sum.bottom);
        const product = asFraction(multiplyDecimals(left, right));
        expect(product.top * a.bottom * b.bottom).toBe(a.top * b.top * product.bottom);
        const order = a.top * b.bottom - b.top * a.bottom;
        expect(Math.sign(compareDecimals(left, right))).toBe(order < 0n ? -1 : order > 0n ? 1 : 0);
      }),
    );
  });
});
