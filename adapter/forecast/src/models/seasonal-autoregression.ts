import { addRow, solveCholesky } from '../linear/cholesky.ts';
import { boundsOf, within } from './bounds.ts';
import { meanSizeOf } from './mean-size.ts';
import type { FittedModel, Model, Training } from './model.ts';

const ridge = 1e-4;

/** Lags 1–4, then around each multiple of the shortest season and around the longer ones. */
export function seasonalLags(seasons: readonly number[], length: number): number[] {
  const lags = new Set([1, 2, 3, 4]);
  const around = (centre: number, spread: number) => {
    for (let offset = -spread; offset <= spread; offset += 1) lags.add(Math.round(centre) + offset);
  };
  const [first, ...longer] = seasons;
  if (first !== undefined) for (const multiple of [1, 2]) around(multiple * first, 2);
  for (const season of longer) around(season, 2);
  return [...lags].filter((lag) => lag >= 1 && lag * 3 <= length).sort((a, b) => a - b);
}

/**
 * y(t) = c + Σ φ(l)·y(t−l) over seasonal lags, least squares with a small ridge on standardised data,
 * iterated on its own forecasts. (Autoregression with seasonal lags as in Doornik, Castle and Hendry,
 * "Card forecasts for M4", IJF 36, 2020, §3.)
 */
export const seasonalAutoregression: Model = {
  name: 'seasonal-autoregression',
  fit(training) {
    const lags = seasonalLags(training.seasons, training.end);
    const longest = lags.at(-1) ?? 1;
    if (training.end - longest < 2 * lags.length + 4) return undefined;
    return fittedWith(lags, solve(training, lags), training);
  },
};

function solve(training: Training, lags: readonly number[]): Float64Array {
  const { values, known, end } = training;
  const size = lags.length + 1;
  const gram = new Float64Array(size * size);
  const right = new Float64Array(size);
  const row = new Float64Array(size);
  const scale = meanSizeOf(values, end);
  row[size - 1] = 1;
  for (let time = lags.at(-1) ?? 1; time < end; time += 1) {
    if (known[time] === 0) continue;
    for (let k = 0; k < lags.length; k += 1) row[k] = (values[time - (lags[k] as number)] as number) / scale;
    addRow(gram, right, row, (values[time] as number) / scale);
  }
  for (let k = 0; k < size - 1; k += 1)
    gram[k * size + k] = (gram[k * size + k] as number) * (1 + ridge) + 1e-9;
  solveCholesky(gram, right, size);
  right[size - 1] = (right[size - 1] as number) * scale;
  return right;
}

function fittedWith(lags: readonly number[], coefficients: Float64Array, training: Training): FittedModel {
  const bounds = boundsOf(training);
  const constant = coefficients[lags.length] as number;
  return {
    name: 'seasonal-autoregression',
    forecast(values, origin, path) {
      for (let ahead = 0; ahead < path.length; ahead += 1) {
        let sum = constant;
        for (let k = 0; k < lags.length; k += 1) {
          const back = ahead - (lags[k] as number);
          const value = back >= 0 ? path[back] : values[origin + back];
          sum += (coefficients[k] as number) * (value as number);
        }
        path[ahead] = within(bounds, sum);
      }
    },
  };
}
