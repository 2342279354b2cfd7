import { conformalQuantile } from '../calibration/quantile.ts';
import type { Model, Training } from '../models/model.ts';

export interface BandOptions {
  readonly horizon: number;
  /** Quantiles wanted, each in (0, 1). */
  readonly probabilities: readonly number[];
  /** Newest values that the model does not learn from, so that its errors there are honest. */
  readonly calibration: number;
}

/** A path and its quantiles, which never cross. */
export interface BandedPath {
  readonly point: Float64Array;
  readonly quantiles: readonly Float64Array[];
}

/** Leads whose errors are pooled to either side. */
const neighbours = 2;

/**
 * Split conformal quantiles for any model: it learns without the newest values, the signed errors of its forecasts
 * from every origin among those are kept by lead, pooled with those of neighbouring leads, and their conformal
 * quantiles are added to the forecast of the model that learnt from everything. Undefined when the history is too
 * short for either.
 * (Lei et al., Distribution-free predictive inference for regression, JASA 113, 2018, §2.2; for dependent data the
 * coverage holds approximately.)
 */
export function conformalBands(
  model: Model,
  training: Training,
  options: BandOptions,
): BandedPath | undefined {
  const { horizon, probabilities, calibration } = options;
  const split = training.end - calibration;
  if (split < 1 || calibration < horizon + 1) return undefined;
  const whole = model.fit(training);
  const part = model.fit({ ...training, end: split });
  if (whole === undefined || part === undefined) return undefined;
  const point = new Float64Array(horizon);
  whole.forecast(training.values, training.end, point);
  const errors = errorsByLead(part, training, split, horizon);
  const quantiles = probabilities.map((probability) =>
    point.map((value, ahead) => value + conformalQuantile(errors[ahead] as Float64Array, probability)),
  );
  const floor = training.nonNegative ? 0 : Number.NEGATIVE_INFINITY;
  return { point, quantiles: quantiles.map((path) => path.map((value) => Math.max(floor, value))) };
}

function errorsByLead(
  fitted: NonNullable<ReturnType<Model['fit']>>,
  { values, known, end }: Training,
  split: number,
  horizon: number,
): Float64Array[] {
  const errors = Array.from({ length: horizon }, (): number[] => []);
  const path = new Float64Array(horizon);
  for (let origin = split; origin < end; origin += 1) {
    fitted.forecast(values, origin, path);
    for (let ahead = 0; ahead < horizon && origin + ahead < end; ahead += 1)
      if (known[origin + ahead] === 1)
        errors[ahead]?.push((values[origin + ahead] as number) - (path[ahead] as number));
  }
  return errors.map((_, ahead) =>
    Float64Array.from(errors.slice(Math.max(0, ahead - neighbours), ahead + neighbours + 1).flat()).sort(),
  );
}
