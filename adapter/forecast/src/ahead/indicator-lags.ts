import type { Indicator } from './indicator.ts';

/** Steps back at which blocks begin, and where the last one ends: each is as long as all before it. */
const begins = [0, 1, 2, 4, 8, 16, 32, 64] as const;
const blocks = begins.length - 1;

/**
 * Means of an indicator over the newest step and over ever longer blocks of steps before it, the newest first: fine
 * where the load follows soon, coarse where it follows late, and few (as the averages of Corsi, A Simple Approximate
 * Long-Memory Model of Realized Volatility, 2009).
 */
export class IndicatorLags {
  readonly #indicator: Indicator;
  /** A block of which nothing is known is as the one after it; while nothing is known of the newest step all are zero. */
  readonly means = new Float64Array(blocks);

  constructor(indicator: Indicator) {
    this.#indicator = indicator;
  }

  /** Looks back from a step. */
  look(now: number): void {
    let after = this.#indicator.at(now);
    if (Number.isNaN(after)) {
      this.means.fill(0);
      return;
    }
    for (let block = 0; block < blocks; block += 1) {
      after = this.#meanOf(now - (begins[block] as number), now - (begins[block + 1] as number)) ?? after;
      this.means[block] = after;
    }
  }

  /** Mean of the known steps from one back to before another. */
  #meanOf(newest: number, end: number): number | undefined {
    let [sum, known] = [0, 0];
    for (let step = newest; step > end; step -= 1) {
      const value = this.#indicator.at(step);
      if (Number.isNaN(value)) continue;
      sum += value;
      known += 1;
    }
    return known > 0 ? sum / known : undefined;
  }
}
