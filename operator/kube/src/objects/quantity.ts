const decimal: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binary: Readonly<Record<string, bigint>> = { Ki: 1n, Mi: 2n, Gi: 3n, Ti: 4n, Pi: 5n, Ei: 6n };
/** Nothing in Kubernetes is counted finer than this: 10⁻⁹. */
const SCALE = 9;
const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?(?:(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE])|[eE]([+-]?\d{1,2}))?$/;

/**
 * A Kubernetes quantity (`500m`, `1.5Gi`, `2e3`) as an exact count of billionths, or undefined when the text is
 * none. Digits below a billionth are rounded up, as the server does.
 */
export function quantityNanos(text: string | number): bigint | undefined {
  const match = SHAPE.exec(String(text));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', suffix = '', exponent] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const factor = 1024n ** (binary[suffix] ?? 0n);
  const power =
    SCALE - fraction.length + (exponent === undefined ? (decimal[suffix] ?? 0) : Number(exponent));
  const magnitude =
    power >= 0 ? digits * factor * 10n ** BigInt(power) : ceilDivide(digits * factor, 10n ** BigInt(-power));
  return sign === '-' ? -magnitude : magnitude;
}

function ceilDivide(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

/** Whether two texts are the same amount, `1000m` and `1`. False when either is no quantity. */
export function isSameQuantity(a: string | number, b: string | number): boolean {
  const left = quantityNanos(a);
  return left !== undefined && left === quantityNanos(b);
}
