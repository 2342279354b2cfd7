import { type ForecastOutcome, pinballLoss } from './gate.ts';
import type { Outlook } from './outlook.ts';

/** Quantile whose pinball loss arms the forecast; one that a decision really rests on. */
export const judgedLevel = 0.9;

interface Promised {
  /** Number of the last value that was known when it was made. */
  readonly made: number;
  readonly quantile: number;
  readonly baseline: number;
}

/** Errors of the last value that are remembered. */
const remembered = 1_000;

/**
 * Judges forecasts of the maximum over a window ahead when the window is over, against the same quantile made from
 * the last value and its own past errors: what one gets without a model. A window of which a value is missing is
 * not judged.
 */
export class OutcomeJudge {
  readonly #window: { readonly from: number; readonly to: number };
  readonly #level: number;
  /** Steps until a window is over. */
  readonly #furthest: number;
  /** The newest values, as far back as a window begins. */
  readonly #recent: (number | null)[] = [];
  readonly #errors: number[] = [];
  #promised: Promised[] = [];
  #count = 0;

  /** `window` in steps after the value at which a forecast is made. */
  constructor(window: { readonly from: number; readonly to: number }, level: number) {
    this.#window = window;
    this.#level = level;
    this.#furthest = Math.ceil(window.to);
  }

  /** Notes the quantile of a forecast that was made after the newest value. */
  promise(quantile: number): void {
    const last = this.#recent.findLast((value) => value !== null);
    const error = quantileOf(this.#errors, this.#level);
    if (last === undefined || last === null || error === undefined) return;
    this.#promised.push({ made: this.#count, quantile, baseline: Math.max(0, last + error) });
  }

  /** Notes the quantile of an outlook that was made after the newest value. */
  promiseOf({ levels, loads }: Outlook): void {
    this.promise(loads[levels.indexOf(this.#level)] ?? Number.NaN);
  }

  /** Takes the next value; returns how the forecasts turned out whose window is now over. */
  add(value: number | null): readonly ForecastOutcome[] {
    this.#count += 1;
    this.#recent.push(value);
    if (this.#recent.length > this.#furthest + 1) this.#recent.shift();
    const maximum = this.#maximum();
    this.#learn(maximum);
    const due = this.#promised.filter(({ made }) => made + this.#furthest <= this.#count);
    this.#promised = this.#promised.filter((promise) => !due.includes(promise));
    return maximum === undefined ? [] : due.map((promise) => this.#outcome(promise, maximum));
  }

  /** Largest value of the window that is over now, between values by a line; undefined where one is missing. */
  #maximum(): number | undefined {
    const { from, to } = this.#window;
    if (this.#recent.length <= this.#furthest) return undefined;
    const values = this.#recent.slice(Math.floor(from));
    if (values.some((value) => value === null)) return undefined;
    const inside = this.#recent.filter((_, step) => step >= from && step <= to) as number[];
    return Math.max(this.#at(from), this.#at(to), ...inside);
  }

  #at(place: number): number {
    const [before, after] = [this.#recent[Math.floor(place)] ?? 0, this.#recent[Math.ceil(place)] ?? 0];
    return before + (place - Math.floor(place)) * (after - before);
  }

  /** Error of the value before the window as a forecast of its maximum. */
  #learn(maximum: number | undefined): void {
    const [before] = this.#recent;
    if (maximum === undefined || before === null || before === undefined) return;
    this.#errors.push(maximum - before);
    if (this.#errors.length > remembered) this.#errors.shift();
  }

  #outcome({ quantile, baseline }: Promised, maximum: number): ForecastOutcome {
    const level = this.#level;
    return {
      loss: pinballLoss(level, quantile, maximum),
      baselineLoss: pinballLoss(level, baseline, maximum),
      covered: maximum <= quantile,
      level,
      overlap: this.#furthest,
    };
  }
}

/** Empirical quantile, the smallest value that so large a share does not exceed. */
function quantileOf(values: readonly number[], level: number): number | undefined {
  const ordered = Float64Array.from(values).sort();
  return ordered[Math.min(ordered.length - 1, Math.floor(level * ordered.length))];
}
