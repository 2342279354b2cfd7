/** Upper quantile that is watched. */
export const watchedProbability = 0.9;

/** What is known of the coverage, to go on from. */
export interface CoverageState {
  readonly under: number;
  readonly count: number;
}

/** Outcomes that are remembered: older ones fade. */
const remembered = 2000;
/** Outcomes below which no share is told. */
const fewest = 50;
/** Outcomes at which half of a correction is trusted; neighbouring ones share most of what they say. */
const halfTrusted = 200;
/** Correction of the probability for each share that coverage is off, and the most of it. */
const gain = 2;
const mostCorrection = 0.06;

/**
 * How often values stayed at or under the 0.9 quantile that was forecast for them, and what follows for later ones: a
 * quantile that covered too little is asked for at a higher probability. (Adaptive conformal inference: Gibbs and
 * Candès, NeurIPS 2021, with the step in proportion to the error so far.)
 */
export class Coverage {
  #under: number;
  #count: number;

  constructor({ under, count }: CoverageState = { under: 0, count: 0 }) {
    this.#under = under;
    this.#count = count;
  }

  get state(): CoverageState {
    return { under: this.#under, count: this.#count };
  }

  judge(value: number, upper: number): void {
    const kept = 1 - 1 / remembered;
    this.#under = kept * this.#under + (value <= upper ? 1 : 0);
    this.#count = kept * this.#count + 1;
  }

  /** Share of values at or under the quantile; undefined while there are too few. */
  get share(): number | undefined {
    return this.#count < fewest ? undefined : this.#under / this.#count;
  }

  /** The probability to ask for in place of `probability`: itself up to the median, and rising with it. */
  corrected(probability: number): number {
    const { share } = this;
    if (share === undefined || probability <= 0.5) return probability;
    const trust = this.#count / (this.#count + halfTrusted);
    const wanted = gain * trust * (watchedProbability - share);
    const correction = Math.min(mostCorrection, Math.max(-mostCorrection, wanted));
    return probability + (correction * bump(probability)) / bump(watchedProbability);
  }
}

/** 0 at the median and at 1, so that the order of quantiles stays. */
function bump(probability: number): number {
  return (2 * probability - 1) * probability * (1 - probability);
}
