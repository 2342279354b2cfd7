/** Times from creating a pod to its serving, as a distribution. */
export interface StartUp {
  readonly medianSeconds: number;
  /** Standard deviation of the logarithm; 0 means that every pod takes the median. 0.3 is usual, 0.6 has a heavy tail. */
  readonly spread: number;
}

/** Standard normal quantile of 0.9. */
const upper90 = 1.281_551_565_5;

/** Seconds that nine in ten starts do not exceed: the lead time that the adapter learns. */
export const startP90 = ({ medianSeconds, spread }: StartUp): number =>
  medianSeconds * Math.exp(upper90 * spread);

/** Draws start-up times that are log-normal (Box & Muller 1958); `random` gives numbers from 0 up to 1. */
export function drawnStarts({ medianSeconds, spread }: StartUp, random: () => number): () => number {
  if (spread === 0) return () => medianSeconds;
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return medianSeconds * Math.exp(spread * radius * Math.cos(2 * Math.PI * random()));
  };
}
