import type { Model, Training } from '../models/model.ts';

export interface RollingOptions {
  /** Steps ahead. */
  readonly horizon: number;
  /** Origins, the newest one horizon before the end. */
  readonly origins: number;
  /** Steps from one origin to the next. */
  readonly stride: number;
}

/** One forecast of the past and what came. */
export interface Fold {
  readonly origin: number;
  readonly path: Float64Array;
  /** NaN where nothing was seen. */
  readonly actual: Float64Array;
}

/**
 * Forecasts of the past as they would have been made then, oldest first: at each origin the model learns anew, from
 * what lies before and nothing else. Origins whose history is too short for the model are left out.
 * (Tashman, Out-of-sample tests of forecasting accuracy, IJF 16, 2000.)
 */
export function rollingOrigin(model: Model, training: Training, options: RollingOptions): Fold[] {
  const { horizon, origins, stride } = options;
  const folds: Fold[] = [];
  for (let back = origins - 1; back >= 0; back -= 1) {
    const origin = training.end - horizon - back * stride;
    if (origin < 1) continue;
    const values = training.values.slice(0, origin);
    const known = training.known.slice(0, origin);
    const fitted = model.fit({ ...training, values, known, end: origin });
    if (fitted === undefined) continue;
    const path = new Float64Array(horizon);
    fitted.forecast(values, origin, path);
    folds.push({ origin, path, actual: actualOf(training, origin, horizon) });
  }
  return folds;
}

function actualOf({ values, known }: Training, origin: number, horizon: number): Float64Array {
  return values
    .slice(origin, origin + horizon)
    .map((value, ahead) => (known[origin + ahead] === 1 ? value : Number.NaN));
}
