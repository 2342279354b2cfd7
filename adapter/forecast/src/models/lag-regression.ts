import { MultivariateLinearRegression } from 'ml-regression';
import { type Bounds, boundsOf, within } from './bounds.ts';
import { meanSizeOf } from './mean-size.ts';
import type { FittedModel, Model, Training } from './model.ts';

const mostRows = 2000;

/**
 * Ordinary least squares on lags by the package ml-regression (singular value decomposition of XᵀX), kept as
 * the baseline that our own solver is checked against: what a reader would write first. Values are measured in
 * their mean size, without which the constant is lost in the rounding of XᵀX.
 */
export function lagRegression(lags: readonly number[]): Model {
  const name = 'lag-regression';
  return {
    name,
    fit(training) {
      const size = meanSizeOf(training.values, training.end);
      const { inputs, targets } = rows(training, lags, size);
      if (inputs.length < 2 * lags.length + 4) return undefined;
      const regression = new MultivariateLinearRegression(inputs, targets, { statistics: false });
      const weights = regression.weights.map(([weight = 0], k) =>
        k === lags.length ? weight * size : weight,
      );
      return { name, forecast: iterate(lags, weights, boundsOf(training)) };
    },
  };
}

function rows({ values, known, end }: Training, lags: readonly number[], size: number) {
  const inputs: number[][] = [];
  const targets: number[][] = [];
  const first = Math.max(Math.max(...lags), end - mostRows);
  for (let time = first; time < end; time += 1) {
    if (known[time] === 0) continue;
    inputs.push(lags.map((lag) => (values[time - lag] ?? 0) / size));
    targets.push([(values[time] ?? 0) / size]);
  }
  return { inputs, targets };
}

function iterate(
  lags: readonly number[],
  weights: readonly number[],
  bounds: Bounds,
): FittedModel['forecast'] {
  return (values, origin, path) => {
    for (let ahead = 0; ahead < path.length; ahead += 1) {
      let sum = weights[lags.length] ?? 0;
      lags.forEach((lag, k) => {
        const back = ahead - lag;
        sum += (weights[k] ?? 0) * ((back >= 0 ? path[back] : values[origin + back]) ?? 0);
      });
      path[ahead] = within(bounds, sum);
    }
  };
}
