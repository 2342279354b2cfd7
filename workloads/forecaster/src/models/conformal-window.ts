import { conformalQuantile } from '@pricecast/forecast';

/** Evenly likely scores of a logistic distribution around 0: tails somewhat longer than those of the normal one. */
export function priorScores(standardDeviation: number, count = 200): readonly number[] {
  const scale = (standardDeviation * Math.sqrt(3)) / Math.PI;
  return Array.from({ length: count }, (_, at) => {
    const share = (at + 0.5) / count;
    return scale * Math.log(share / (1 - share));
  });
}

/** The newest scores, in order of time and of size. */
class Scores {
  readonly #length: number;
  readonly #byTime: Float64Array;
  readonly #sorted: Float64Array;
  #count = 0;
  #next = 0;

  constructor(length: number) {
    this.#length = length;
    this.#byTime = new Float64Array(length);
    this.#sorted = new Float64Array(length);
  }

  get sorted(): Float64Array {
    return this.#sorted.subarray(0, this.#count);
  }

  add(score: number): void {
    if (this.#count === this.#length) this.#remove(this.#byTime[this.#next] as number);
    this.#byTime[this.#next] = score;
    this.#next = (this.#next + 1) % this.#length;
    const at = this.#place(score);
    this.#sorted.copyWithin(at + 1, at, this.#count);
    this.#sorted[at] = score;
    this.#count += 1;
  }

  #remove(score: number): void {
    const at = this.#place(score);
    this.#sorted.copyWithin(at, at + 1, this.#count);
    this.#count -= 1;
  }

  /** Place of the first score that is not below. */
  #place(score: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] as number) < score) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * Bounds that a signed score stays within, by the quantiles of the newest scores: split conformal prediction (Vovk,
 * Gammerman and Shafer, Algorithmic Learning in a Random World, 2005) over a window, because the market changes.
 */
export class ConformalWindow {
  readonly #scores: Scores;

  /** `length` scores count; `prior` is believed before any was seen and is the first to be forgotten. */
  constructor(length: number, prior: readonly number[]) {
    this.#scores = new Scores(length);
    for (const score of prior) this.#scores.add(score);
  }

  /** Lowest and highest score at this level, of 0 to 1. */
  bounds(level: number): readonly [lower: number, upper: number] {
    const { sorted } = this.#scores;
    const lowest = Math.max(1, Math.floor(((1 - level) / 2) * (sorted.length + 1)));
    return [sorted[lowest - 1] ?? 0, conformalQuantile(sorted, (1 + level) / 2)];
  }

  add(score: number): void {
    this.#scores.add(score);
  }
}
