/** How often values were seen, by bins of equal width from 0, as plain JSON. */
export interface TailState {
  /** Weight of each bin; the last one holds everything beyond. */
  readonly weights: readonly number[];
}

/** How a tail is learnt. */
export interface TailOptions {
  readonly binWidth: number;
  readonly bins: number;
  /** What one value weighs after the next one, below 1: older ones are forgotten. */
  readonly retention: number;
  /** Probability that a value is at least x, believed before anything was seen. */
  readonly prior: (x: number) => number;
  /** So many values is the prior worth. */
  readonly priorWeight: number;
}

/** Weight above the point from which the tail is taken for exponential. */
const tailWeight = 50;

/**
 * The probability that a value from 0 lies at least as far out. Where enough was seen it is counted; beyond, the tail
 * is exponential with the mean excess seen (peaks over threshold with shape 0; Pickands, Ann. Statist. 3 (1975)).
 */
export class Tail {
  readonly #options: TailOptions;
  /** In single precision, which can be written down in nine digits without a loss. */
  readonly #weights: Float32Array;

  constructor(options: TailOptions, state?: TailState) {
    this.#options = options;
    this.#weights = Float32Array.from(state?.weights ?? priorWeights(options));
  }

  add(x: number): void {
    const { retention, binWidth, bins } = this.#options;
    for (let bin = 0; bin < bins; bin += 1) this.#weights[bin] = (this.#weights[bin] ?? 0) * retention;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(x / binWidth)));
    this.#weights[bin] = (this.#weights[bin] ?? 0) + 1;
  }

  /** Probability that a value is at least x. */
  probability(x: number): number {
    const { from, share, meanExcess } = this.#exponentialPart();
    if (x >= from) return share * Math.exp((from - x) / meanExcess);
    const { binWidth } = this.#options;
    const bin = Math.max(0, Math.floor(x / binWidth));
    const inside = 1 - Math.max(0, x - bin * binWidth) / binWidth;
    return (this.#above(bin + 1) + inside * (this.#weights[bin] ?? 0)) / this.#above(0);
  }

  /** The value that is reached with this probability, where that lies in the exponential part; its start otherwise. */
  quantile(probability: number): number {
    const { from, share, meanExcess } = this.#exponentialPart();
    return from + Math.max(0, Math.log(share / probability)) * meanExcess;
  }

  state(): TailState {
    return { weights: Array.from(this.#weights, (weight) => Number(weight.toPrecision(9))) };
  }

  #above(bin: number): number {
    let weight = 0;
    for (let at = this.#weights.length - 1; at >= bin; at -= 1) weight += this.#weights[at] ?? 0;
    return weight;
  }

  #exponentialPart(): { readonly from: number; readonly share: number; readonly meanExcess: number } {
    const { binWidth } = this.#options;
    let weight = 0;
    let moment = 0;
    let bin = this.#weights.length;
    while (bin > 0 && weight < tailWeight) {
      bin -= 1;
      const own = this.#weights[bin] ?? 0;
      moment += own * (bin + 0.5) * binWidth;
      weight += own;
    }
    const from = bin * binWidth;
    return {
      from,
      share: weight / this.#above(0),
      meanExcess: Math.max(moment / weight - from, binWidth / 2),
    };
  }
}

function priorWeights({ bins, binWidth, prior, priorWeight }: TailOptions): number[] {
  return Array.from({ length: bins }, (_, bin) => {
    const beyond = bin === bins - 1 ? 0 : prior((bin + 1) * binWidth);
    return priorWeight * (prior(bin * binWidth) - beyond);
  });
}
