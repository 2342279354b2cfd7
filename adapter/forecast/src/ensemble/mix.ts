/** Power of the inverse error that makes a weight: far from equal, and far from picking the best. */
const weightPower = 4;
/** Weight below which a member is not asked. */
const leastWeight = 1e-3;

/** Weights summing to 1 from mean absolute errors; a member without errors yet weighs nothing unless all are so. */
export function weightsOf(errors: readonly number[]): number[] {
  const known = errors.filter((error) => !Number.isNaN(error));
  if (known.length === 0) return errors.map((_, index) => (index === 0 ? 1 : 0));
  const best = Math.min(...known);
  const floor = Math.max(best, 1e-9 * Math.max(...known), Number.MIN_VALUE);
  const raw = errors.map((error) =>
    Number.isNaN(error) ? 0 : (Math.max(error, floor) / floor) ** -weightPower,
  );
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

/**
 * Half the weighted mean and half the weighted median of the members at each step: the mean gains from errors
 * that cancel, the median ignores the one member that went astray.
 */
export class Mixer {
  readonly #weights: readonly number[];
  /** Members that are asked, by their value at the last step: from one to the next it hardly changes. */
  readonly #order: number[];
  readonly #total: number;

  constructor(weights: readonly number[]) {
    this.#weights = weights;
    this.#order = weights
      .map((_, index) => index)
      .filter((index) => (weights[index] as number) > leastWeight);
    this.#total = this.#order.reduce((sum, index) => sum + (weights[index] as number), 0);
  }

  /** Fills `into` from what each member says from `offset` on. */
  mix(paths: readonly ArrayLike<number>[], offset: number, into: Float64Array): void {
    for (let ahead = 0; ahead < into.length; ahead += 1) {
      this.#sort(paths, offset + ahead);
      let mean = 0;
      let below = 0;
      let median = Number.NaN;
      for (const index of this.#order) {
        const value = (paths[index] as ArrayLike<number>)[offset + ahead] as number;
        const weight = this.#weights[index] as number;
        mean += weight * value;
        below += weight;
        if (Number.isNaN(median) && below >= this.#total / 2) median = value;
      }
      into[ahead] = (mean / this.#total + median) / 2;
    }
  }

  #sort(paths: readonly ArrayLike<number>[], step: number): void {
    const order = this.#order;
    for (let at = 1; at < order.length; at += 1) {
      const index = order[at] as number;
      const value = (paths[index] as ArrayLike<number>)[step] as number;
      let slot = at;
      for (; slot > 0; slot -= 1) {
        const other = order[slot - 1] as number;
        if (((paths[other] as ArrayLike<number>)[step] as number) <= value) break;
        order[slot] = other;
      }
      order[slot] = index;
    }
  }
}
