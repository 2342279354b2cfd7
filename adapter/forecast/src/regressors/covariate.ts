import { ForecastError } from '../forecast-error.ts';
import { kindOf, type Regressor } from './regressor.ts';

/** Horizons back that a leading indicator may lead by. */
const longestDelay = 4;
/** Steps over which changes are compared to find the delay. */
const changeSteps = 3;

/** Something about the target of a forecast that is known at its origin, in standard deviations from its mean. */
export class Covariate {
  readonly name: string;
  readonly #mean: number;
  readonly #deviation: number;
  readonly #standard: Float64Array;
  #length = 0;
  /** Steps that the load follows by; undefined for what is known in advance. */
  #delay: number | undefined;

  private constructor(name: string, values: readonly (number | null)[], room: number) {
    const known = values.filter((value) => value !== null);
    if (!known.every((value) => Number.isFinite(value)))
      throw new ForecastError('REGRESSOR_INVALID', `${name} must hold numbers and nulls`);
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length);
    this.name = name;
    this.#mean = mean;
    this.#deviation = Math.sqrt(variance);
    this.#standard = new Float64Array(values.length + room);
    for (const value of values) this.push(value);
  }

  /**
   * What a regressor says about a target: the value at its time where that is known in advance; else the value one
   * delay before it, or the newest one where that is not known yet. The delay is the one at which changes of the
   * indicator and of the load go together most (Box, Jenkins and Reinsel, Time Series Analysis, §12:
   * cross-correlation). `room` is how many values will be pushed.
   * @throws ForecastError `REGRESSOR_INVALID`
   */
  static of(regressor: Regressor, load: Float64Array, horizon: number, room: number): Covariate {
    const kind = kindOf(regressor, load.length, horizon);
    const covariate = new Covariate(regressor.name, regressor.values, room);
    if (kind === 'Leading') covariate.#delay = delayOf(covariate.#standard, load, longestDelay * horizon);
    return covariate;
  }

  /** Takes the next value, `null` where missing; a missing one stands at the mean. */
  push(value: number | null): void {
    const isKnown = value !== null && this.#deviation > 0;
    this.#standard[this.#length] = isKnown ? (value - this.#mean) / this.#deviation : 0;
    this.#length += 1;
  }

  at(origin: number, lead: number): number {
    const time = origin + lead - 1;
    return this.#inside(this.#delay === undefined ? time : Math.min(origin - 1, time - this.#delay));
  }

  #inside(time: number): number {
    return this.#standard[Math.max(0, time)] ?? 0;
  }
}

function delayOf(indicator: Float64Array, load: Float64Array, longest: number): number {
  let best = 1;
  let strongest = 0;
  for (let delay = 1; delay <= Math.min(longest, load.length >> 2); delay += 1) {
    const found = Math.abs(correlationAt(indicator, load, delay));
    if (found > strongest) [strongest, best] = [found, delay];
  }
  return best;
}

/** Correlation of changes of the load with those of the indicator `delay` steps before. */
function correlationAt(indicator: Float64Array, load: Float64Array, delay: number): number {
  let [both, first, second] = [0, 0, 0];
  for (let time = delay + changeSteps; time < load.length; time += 1) {
    const there = time - delay;
    const cause = (indicator[there] as number) - (indicator[there - changeSteps] as number);
    const effect = (load[time] as number) - (load[time - changeSteps] as number);
    both += cause * effect;
    first += cause * cause;
    second += effect * effect;
  }
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : 0;
}
