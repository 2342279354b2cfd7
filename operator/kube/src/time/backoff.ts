import type { Random } from './clock.ts';

/** Growing delays. Milliseconds; `jitter` is the share of a delay that chance may take away, 0 to 1. */
export interface BackoffShape {
  readonly firstMs: number;
  readonly factor: number;
  readonly capMs: number;
  readonly jitter: number;
}

/**
 * The delay after `failures` failures in a row (1 = the first): `firstMs · factor^(failures−1)`, at most `capMs`,
 * minus up to the jitter share. It never exceeds the cap.
 */
export function backoffMs(shape: BackoffShape, failures: number, random: Random): number {
  const exponent = Math.min(Math.max(failures, 1) - 1, 64);
  const full = Math.min(shape.capMs, shape.firstMs * shape.factor ** exponent);
  return full * (1 - shape.jitter * random());
}
