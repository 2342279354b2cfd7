import { ForecastError } from '../forecast-error.ts';

/** Another series that the load may depend on, on the same step and from the same time on. */
export interface Regressor {
  readonly name: string;
  /**
   * As long as the history for a leading indicator, which is known up to now; as long as history and horizon
   * together for what is known in advance, such as a calendar. `null` where missing.
   */
  readonly values: readonly (number | null)[];
}

/** Something about the target of a forecast that is known at its origin, in standard deviations from its mean. */
export interface Covariate {
  readonly name: string;
  at(origin: number, lead: number): number;
}

/** Horizons back that a leading indicator may lead by. */
const longestDelay = 4;
/** Steps over which changes are compared to find the delay. */
const changeSteps = 3;

/**
 * Regressors as what they say about a target: the value at its time where that is known in advance; else the value
 * one delay before it, or the newest one where that is not known yet. The delay is the one at which changes of the
 * indicator and of the load go together most (Box, Jenkins and Reinsel, Time Series Analysis, §12: cross-correlation).
 * @throws ForecastError `REGRESSOR_INVALID`
 */
export function covariatesOf(
  regressors: readonly Regressor[],
  load: Float64Array,
  horizon: number,
): Covariate[] {
  return regressors.map(({ name, values }) => {
    const length = load.length;
    if (values.length !== length && values.length < length + horizon)
      throw new ForecastError(
        'REGRESSOR_INVALID',
        `${name} has ${values.length} values; give ${length} for a leading indicator, ${length + horizon} for what is known in advance`,
      );
    const standard = standardised(name, values);
    const inside = (time: number) => standard[Math.max(0, time)] ?? 0;
    if (values.length > length) return { name, at: (origin, lead) => inside(origin + lead - 1) };
    const delay = delayOf(standard, load, longestDelay * horizon);
    return { name, at: (origin, lead) => inside(Math.min(origin - 1, origin + lead - 1 - delay)) };
  });
}

/** Missing values stand at the mean. */
function standardised(name: string, values: readonly (number | null)[]): Float64Array {
  const known = values.filter((value) => value !== null);
  if (!known.every((value) => Number.isFinite(value)))
    throw new ForecastError('REGRESSOR_INVALID', `${name} must hold numbers and nulls`);
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length);
  const deviation = Math.sqrt(variance);
  return Float64Array.from(values, (value) =>
    value === null || !(deviation > 0) ? 0 : (value - mean) / deviation,
  );
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
