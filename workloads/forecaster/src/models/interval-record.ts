/** How intervals of one level fared, over about the last days. */
export interface IntervalScore {
  /** Share of outcomes that lay inside. */
  readonly coverage: number;
  /** Mean pinball loss of both ends. */
  readonly pinball: number;
}

/** Forecasts that count: one a minute over three days. */
const memory = 3 * 1_440;

/** Running coverage and pinball loss by level. */
export class IntervalRecord {
  readonly #scores = new Map<number, IntervalScore>();
  readonly #counts = new Map<number, number>();

  /** Takes in how an interval of this level, from 0 to 1, fared. */
  add(level: number, [lower, upper]: readonly [number, number], outcome: number): void {
    const count = Math.min(memory, (this.#counts.get(level) ?? 0) + 1);
    this.#counts.set(level, count);
    const before = this.#scores.get(level) ?? { coverage: 0, pinball: 0 };
    const blend = (mean: number, value: number) => mean + (value - mean) / count;
    const pinball =
      pinballLoss(lower, outcome, (1 - level) / 2) + pinballLoss(upper, outcome, (1 + level) / 2);
    this.#scores.set(level, {
      coverage: blend(before.coverage, lower <= outcome && outcome <= upper ? 1 : 0),
      pinball: blend(before.pinball, pinball / 2),
    });
  }

  /** By level, from 0 to 1. */
  get scores(): ReadonlyMap<number, IntervalScore> {
    return this.#scores;
  }
}

/** Loss of a quantile at this probability (Koenker and Bassett, Econometrica 46 (1978)). */
export function pinballLoss(quantile: number, outcome: number, probability: number): number {
  const excess = outcome - quantile;
  return excess >= 0 ? probability * excess : (probability - 1) * excess;
}
