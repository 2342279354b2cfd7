const places = 40;

/** A decimal number as a whole number of 10^-40: exact for all that a market writes, and compared by value. */
export type Sum = bigint;

/** Reads plain decimal notation. */
export function sumOf(text: string): Sum {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

/** The sum of many. */
export function plus(terms: readonly Sum[]): Sum {
  return terms.reduce((left, right) => left + right, 0n);
}

/** The product of two. */
export function times(left: Sum, right: Sum): Sum {
  return (left * right) / 10n ** BigInt(places);
}
