import { MarketError, quoted } from './market-error.ts';

/**
 * An exact decimal number: `coefficient / 10^scale`.
 * Trailing zeros count: `1.50` and `1.5` are equal in value and different in scale,
 * so that what an exchange wrote can be written again byte for byte.
 */
export interface Decimal {
  readonly coefficient: bigint;
  /** Digits behind the point, 0 or more. */
  readonly scale: number;
}

// No exponent, no leading zero, no bare point, no negative zero: each value and scale has one spelling only.
const spelling = /^(?!-0(?:\.0+)?$)-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;

/** True for text that parseDecimal() accepts. */
export function isDecimal(text: string): boolean {
  return spelling.test(text);
}

/**
 * Reads plain decimal notation such as `0.00141300`.
 * Throws MarketError DECIMAL_SYNTAX for everything else: `NaN`, `1e-8`, `.5`, `007`, `-0`.
 */
export function parseDecimal(text: string): Decimal {
  if (!isDecimal(text)) {
    throw new MarketError('DECIMAL_SYNTAX', `${quoted(text)} is not a decimal number in plain notation`);
  }
  const point = text.indexOf('.');
  if (point < 0) return { coefficient: BigInt(text), scale: 0 };
  return {
    coefficient: BigInt(text.slice(0, point) + text.slice(point + 1)),
    scale: text.length - point - 1,
  };
}

/** Writes the number in plain notation with all digits of its scale; undoes parseDecimal() byte for byte. */
export function formatDecimal({ coefficient, scale }: Decimal): string {
  if (scale === 0) return coefficient.toString();
  const negative = coefficient < 0n;
  const digits = (negative ? -coefficient : coefficient).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Negative, zero or positive as `left` is below, equal to or above `right` in value. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const difference = atScale(left, scale) - atScale(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Exact sum, at the larger of the two scales. */
export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { coefficient: atScale(left, scale) + atScale(right, scale), scale };
}

/** Exact product, at the sum of the two scales. */
export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
  return { coefficient: left.coefficient * right.coefficient, scale: left.scale + right.scale };
}

function atScale({ coefficient, scale }: Decimal, wanted: number): bigint {
  return scale === wanted ? coefficient : coefficient * 10n ** BigInt(wanted - scale);
}
