/** Bounds of the pause between attempts. */
export interface BackoffBounds {
  readonly firstMilliseconds: number;
  readonly largestMilliseconds: number;
}

/**
 * Pause before the next attempt: doubles with each failure up to the largest, of which a random half is taken
 * away so that many clients do not come back at once. `attempt` counts from 1; `random` is from 0 up to 1.
 */
export function backoffMilliseconds(attempt: number, bounds: BackoffBounds, random: number): number {
  const doubled = bounds.firstMilliseconds * 2 ** Math.min(attempt - 1, 30);
  const pause = Math.min(doubled, bounds.largestMilliseconds);
  return pause * (0.5 + random / 2);
}
