/** Seconds of a day of the wave, and how many of them from its begin on have a load. */
export const wave = { cycleSeconds: 540, busySeconds: 180 } as const;

/** A load that never changes, in requests per second. */
export const steadyLoad = 25;

const [edge, hump] = [60, 50];
/** Days are larger and smaller by this share. */
const spread = 0.08;

/**
 * Requests per second at a second since the first day began. Each day begins with a step to its load, carries it in one
 * hump, and ends in nothing at all; no two days are of one size.
 */
export function waveAt(second: number): number {
  const day = Math.floor(second / wave.cycleSeconds);
  const into = second - day * wave.cycleSeconds;
  if (into >= wave.busySeconds) return 0;
  const size = 1 + spread * Math.sin(2.4 * day);
  return size * (edge + hump * Math.sin((Math.PI * into) / wave.busySeconds));
}
