/**
 * Largest amount that is served. Go's `MilliValue` wraps above 2⁶³ thousandths; the HPA would read 0 or garbage.
 */
const largest = 9.2e15;
const suffixes = ['', 'k', 'M', 'G', 'T', 'P'] as const;

/**
 * A number as a canonical Kubernetes quantity with a resolution of thousandths, which is all that the HPA reads
 * (apimachinery `resource.Quantity`): whole amounts take the largest suffix that keeps them whole, others end in
 * `m`. Amounts between 0 and 0.0005 round up to `1m`, so that something never becomes nothing. Undefined for what
 * cannot be served: NaN, infinities, negative and huge amounts.
 */
export function quantityOf(value: number): string | undefined {
  if (!Number.isFinite(value) || value < 0 || value > largest) return undefined;
  const whole = Math.round(value);
  if (value >= 1e12 || whole === value) return suffixed(whole);
  const thousandths = Math.max(1, Math.round(value * 1_000));
  return thousandths % 1_000 === 0 ? suffixed(thousandths / 1_000) : `${thousandths}m`;
}

function suffixed(whole: number): string {
  let amount = whole;
  let step = 0;
  while (amount !== 0 && amount % 1_000 === 0 && step < suffixes.length - 1) {
    amount /= 1_000;
    step += 1;
  }
  return `${amount}${suffixes[step]}`;
}
