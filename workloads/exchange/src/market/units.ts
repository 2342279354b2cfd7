/** Places that Binance prints for every price and quantity, whatever the tick. */
export const printedPlaces = 8;

/**
 * Writes a whole number of units of 10^-scale as decimal text with eight places:
 * `unitsText(6725012, 2)` is `67250.12000000`. Units must be a safe integer, not negative.
 */
export function unitsText(units: number, scale: number): string {
  const digits = String(units).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale);
  return `${whole}.${fraction.padEnd(printedPlaces, '0')}`;
}

/**
 * Reads plain decimal text as a whole number of units of 10^-8.
 * `undefined` when the text is not a plain decimal, is finer than that or too large to stay exact.
 */
export function parseUnits(text: string): number | undefined {
  const match = /^(\d+)(?:\.(\d{1,8}))?$/.exec(text);
  if (match === null) return undefined;
  const units = Number(`${match[1]}${(match[2] ?? '').padEnd(printedPlaces, '0')}`);
  return Number.isSafeInteger(units) ? units : undefined;
}
