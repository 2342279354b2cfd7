import { formatDecimal, isDecimal, parseDecimal } from '@pricecast/market';

/** Places that Binance prints for every price and quantity, whatever the tick. */
export const printedPlaces = 8;

/**
 * Writes a whole number of units of 10^-scale as decimal text with eight places:
 * `unitsText(6725012, 2)` is `67250.12000000`. Units must be a safe integer, not negative.
 */
export function unitsText(units: number, scale: number): string {
  return formatDecimal({ coefficient: BigInt(units) * widening(scale), scale: printedPlaces });
}

/**
 * Reads a decimal as a whole number of units of 10^-8; `9e-05`, as spreadsheets write it, is one too.
 * `undefined` when the text is no decimal, is negative, finer than that or too large to stay exact.
 */
export function parseUnits(text: string): number | undefined {
  const [mantissa = '', exponent = '0', ...more] = text.split(/e/i);
  if (!isDecimal(mantissa) || !/^[+-]?\d{1,2}$/.test(exponent) || more.length > 0) return undefined;
  const { coefficient, scale } = parseDecimal(mantissa);
  const places = scale - Number(exponent);
  if (coefficient < 0n || places > printedPlaces) return undefined;
  const units = Number(coefficient * widening(places));
  return Number.isSafeInteger(units) ? units : undefined;
}

function widening(scale: number): bigint {
  return 10n ** BigInt(printedPlaces - scale);
}
