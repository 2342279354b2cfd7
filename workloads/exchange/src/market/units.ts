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
 * Reads plain decimal text as a whole number of units of 10^-8.
 * `undefined` when the text is not a plain decimal, is finer than that or too large to stay exact.
 */
export function parseUnits(text: string): number | undefined {
  if (!isDecimal(text)) return undefined;
  const { coefficient, scale } = parseDecimal(text);
  if (coefficient < 0n || scale > printedPlaces) return undefined;
  const units = Number(coefficient * widening(scale));
  return Number.isSafeInteger(units) ? units : undefined;
}

function widening(scale: number): bigint {
  return 10n ** BigInt(printedPlaces - scale);
}
