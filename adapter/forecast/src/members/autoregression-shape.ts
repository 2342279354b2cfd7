import type { Covariate } from '../regressors/covariate.ts';
import type { LinearShape } from './linear-shape.ts';
import type { SeasonWaves } from './season-waves.ts';

export interface AutoregressionOptions {
  /** Rising. */
  readonly lags: readonly number[];
  /**
   * Lag that all others and the target are measured from: the ridge then pulls towards "as one season ago"
   * instead of towards the mean. 0 for none; else one of the lags.
   */
  readonly reference: number;
  /** Absent where the time of the season is not looked at. */
  readonly waves?: SeasonWaves;
  /** What is known beside the load; none where absent. */
  readonly covariates?: readonly Covariate[];
}

/** y(t) = r(t) + c + Σ φ(l)·(y(t−l) − r(t)) + Σ harmonics + Σ β·x(t), r(t) = y(t − reference); iterated over the horizon. */
export function autoregressionShape(options: AutoregressionOptions): LinearShape {
  const { lags, reference, waves, covariates = [] } = options;
  const count = lags.length;
  const ownWidth = count + 2 * (waves?.count ?? 0);
  const width = ownWidth + covariates.length + 1;
  const referenceAt = lags.indexOf(reference);
  const onLags = new Float64Array(count);
  return {
    width,
    deepest: lags.at(-1) ?? 1,
    leads: [1],
    fill(signal, origins, _lead, columns, target) {
      const rows = origins.length;
      signal.gather(origins, 0, target, 0);
      lags.forEach((lag, k) => {
        signal.gather(origins, -lag, columns, k * rows);
      });
      if (referenceAt >= 0) measureFrom(columns, target, rows, count, referenceAt);
      waves?.fill(origins, columns, count * rows);
      covariates.forEach((covariate, k) => {
        for (let row = 0; row < rows; row += 1)
          columns[(ownWidth + k) * rows + row] = covariate.at(origins[row] as number, 1);
      });
      columns.fill(1, (width - 1) * rows, width * rows);
    },
    walk(signal, origin, [coefficients], path) {
      if (coefficients === undefined) return;
      let left = 1;
      for (let k = 0; k < count; k += 1) {
        onLags[k] = coefficients[k] as number;
        left -= onLags[k] as number;
      }
      if (referenceAt >= 0) onLags[referenceAt] = (onLags[referenceAt] as number) + left;
      path.fill(coefficients[width - 1] as number);
      if (waves !== undefined && waves.count > 0)
        for (let ahead = 0; ahead < path.length; ahead += 1)
          path[ahead] = (path[ahead] as number) + waves.dot(origin + ahead, coefficients, count);
      covariates.forEach((covariate, k) => {
        for (let ahead = 0; ahead < path.length; ahead += 1)
          path[ahead] =
            (path[ahead] as number) +
            (coefficients[ownWidth + k] as number) * covariate.at(origin, ahead + 1);
      });
      for (let k = 0; k < count; k += 1) {
        const lag = lags[k] as number;
        signal.addTo(path, origin - lag, Math.min(lag, path.length), onLags[k] as number);
      }
      iterate(path, lags, onLags);
    },
    settle() {
      waves?.settle();
    },
  };
}

/** Takes the reference column off all others, itself last, and off the target. */
function measureFrom(
  columns: Float64Array,
  target: Float64Array,
  rows: number,
  count: number,
  reference: number,
): void {
  const base = columns.slice(reference * rows, (reference + 1) * rows);
  for (let k = 0; k < count; k += 1)
    for (let row = 0; row < rows; row += 1)
      columns[k * rows + row] = (columns[k * rows + row] as number) - (base[row] as number);
  for (let row = 0; row < rows; row += 1) target[row] = (target[row] as number) - (base[row] as number);
}

/** Adds what the forecast steps themselves contribute to later ones. */
function iterate(path: Float64Array, lags: readonly number[], onLags: Float64Array): void {
  for (let ahead = 1; ahead < path.length; ahead += 1) {
    let sum = path[ahead] as number;
    for (let k = 0; k < lags.length && (lags[k] as number) <= ahead; k += 1)
      sum += (onLags[k] as number) * (path[ahead - (lags[k] as number)] as number);
    path[ahead] = sum;
  }
}
