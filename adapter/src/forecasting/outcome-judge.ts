import { type ForecastOutcome, pinballLoss } from '@pricecast/decision';

interface Promised {
  /** Number of the last value that was known when it was made. */
  readonly made: number;
  readonly quantile: number;
  readonly baseline: number;
}

/** Errors of the last value that are remembered. */
const remembered = 1_000;
/** Share of a window that may be gaps. */
const mostGaps = 0.5;

/**
 * Judges forecasts of the maximum over a window when the window is over, against the same quantile made from the
 * last value and its own past errors: what one gets without a model.
 */
export class OutcomeJudge {
  readonly #window: number;
  readonly #level: number;
  /** The newest values, one window and one more. */
  readonly #recent: (number | null)[] = [];
  readonly #errors: number[] = [];
  #promised: Promised[] = [];
  #count = 0;

  constructor(window: number, level: number) {
    this.#window = window;
    this.#level = level;
  }

  /** Notes the quantile of a forecast that was made after the newest value. */
  promise(quantile: number): void {
    const last = this.#recent.findLast((value) => value !== null);
    const error = quantileOf(this.#errors, this.#level);
    if (last === undefined || last === null || error === undefined) return;
    this.#promised.push({ made: this.#count, quantile, baseline: Math.max(0, last + error) });
  }

  /** Takes the next value; returns how the forecasts turned out whose window is now over. */
  add(value: number | null): readonly ForecastOutcome[] {
    this.#count += 1;
    this.#recent.push(value);
    if (this.#recent.length > this.#window + 1) this.#recent.shift();
    const maximum = this.#maximum();
    this.#learn(maximum);
    const due = this.#promised.filter(({ made }) => made + this.#window <= this.#count);
    this.#promised = this.#promised.filter((promise) => !due.includes(promise));
    return maximum === undefined ? [] : due.map((promise) => this.#outcome(promise, maximum));
  }

  /** Largest value of the newest window; undefined where too much of it is unknown. */
  #maximum(): number | undefined {
    const values = this.#recent.slice(-this.#window).filter((value) => value !== null);
    return values.length < this.#window * (1 - mostGaps) ? undefined : Math.max(...values);
  }

  /** Error of the value before the window as a forecast of its maximum. */
  #learn(maximum: number | undefined): void {
    const [before] = this.#recent;
    if (this.#recent.length <= this.#window || maximum === undefined || before === null) return;
    this.#errors.push(maximum - (before ?? maximum));
    if (this.#errors.length > remembered) this.#errors.shift();
  }

  #outcome({ quantile, baseline }: Promised, maximum: number): ForecastOutcome {
    const level = this.#level;
    return {
      loss: pinballLoss(level, quantile, maximum),
      baselineLoss: pinballLoss(level, baseline, maximum),
      covered: maximum <= quantile,
      level,
    };
  }
}

/** Empirical quantile, the smallest value that so large a share does not exceed. */
function quantileOf(values: readonly number[], level: number): number | undefined {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(level * ordered.length))];
}
