/** What is to be forecast: the maximum of the load over a window that begins some time ahead. */
export interface AheadOptions {
  /**
   * Window in steps after the newest sample; neither end has to be whole. For scaling it begins when pods that
   * are decided now begin to serve, and ends when those of the next sample do.
   */
  readonly window: { readonly from: number; readonly to: number };
  /** Lengths in steps of a short and a long season, such as an hour and a day, and of a longest, such as a week. */
  readonly seasons: { readonly short: number; readonly long: number; readonly longest: number };
  /**
   * Where in a long season jumps are learned once there are several, from 0, the default, to before 1: forecasters in
   * one thread should not all do so at once.
   */
  readonly learnPhase?: number;
  /** How many leading indicators come with each sample; none by default. */
  readonly indicators?: number;
}

/** Seasons of an hour, a day and a week for samples that come every `stepSeconds`. */
export function commonSeasons(stepSeconds: number): AheadOptions['seasons'] {
  const steps = (seconds: number) => Math.max(2, Math.round(seconds / stepSeconds));
  return { short: steps(3_600), long: steps(86_400), longest: steps(604_800) };
}
