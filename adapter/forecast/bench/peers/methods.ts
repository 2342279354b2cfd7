import {
  arima,
  conformalBands,
  directRidge,
  FeatureTable,
  featureRegression,
  forecastSeries,
  holtWinters,
  lagRegression,
  type Model,
  seasonalAutoregression,
  seasonalNaive,
  seriesFrom,
  theta,
} from '../../src/index.ts';
import { seasonalLags } from '../../src/models/seasonal-autoregression.ts';
import { augursMstl } from './augurs.ts';
import type { Job, Method, Path } from './job.ts';
import { lowPassedPeriod } from './low-passed-period.ts';

const ours = 'pricecast';
const calibration = 240;

/** What runs in a Node process of its own, by the name that the tables print. */
export const methods: Readonly<Record<string, () => Promise<Method>>> = {
  ensemble: () => Promise.resolve({ version: ours, forecast: ensemble }),
  'seasonal autoregression': single(() => seasonalAutoregression),
  'direct ridge': single(({ horizon }) => directRidge(horizon)),
  'ARIMA (2,0,1)(0,1,1)': single(({ seasons: [period = 1] }) =>
    arima({ order: [2, 0, 1], seasonal: [0, 1, 1], period }),
  ),
  'Holt-Winters': single(({ seasons: [period = 1] }) => holtWinters(period)),
  Theta: single(({ seasons }) => theta(seasons[0])),
  'seasonal naive': single(({ seasons: [period = 1] }) => seasonalNaive(period)),
  'ml-regression on lags': banded('ml-regression 6.3.0', ({ values, seasons }) =>
    lagRegression(seasonalLags(seasons, values.length)),
  ),
  'ml-regression on features': banded('ml-regression 6.3.0', () =>
    featureRegression(new FeatureTable({ stepSeconds: 3600 })),
  ),
  'augurs MSTL + ETS': augursMstl,
  'low-passed last period (Crane)': () => Promise.resolve({ version: 're-made', forecast: lowPassedPeriod }),
};

function ensemble({ values, horizon, level }: Job): Path {
  const found = forecastSeries(seriesFrom(values, 3600), { horizon, levels: [level] });
  return { point: found.point, ...found.intervals[String(level)] };
}

function single(model: (job: Job) => Model): () => Promise<Method> {
  return banded(ours, model);
}

/** A model of ours with the conformal bands that any model can have. */
function banded(version: string, model: (job: Job) => Model): () => Promise<Method> {
  const forecast = (job: Job): Path => {
    const values = Float64Array.from(job.values);
    const known = new Uint8Array(values.length).fill(1);
    const training = {
      values,
      known,
      end: values.length,
      seasons: job.seasons,
      nonNegative: job.values.every((value) => value >= 0),
    };
    const probabilities = [(1 - job.level) / 2, (1 + job.level) / 2];
    const found = conformalBands(model(job), training, { horizon: job.horizon, probabilities, calibration });
    if (found === undefined) throw new Error('the history is too short');
    const [lower, upper] = found.quantiles.map((path) => Array.from(path));
    return { point: Array.from(found.point), ...(lower && upper ? { lower, upper } : {}) };
  };
  return () => Promise.resolve({ version, forecast });
}
