import { describe, expect, test } from 'vitest';
import arimaValues from '../../reference/testdata/arima.json' with { type: 'json' };
import autoregressionValues from '../../reference/testdata/autoregression.json' with { type: 'json' };
import dampedHoltValues from '../../reference/testdata/damped-holt.json' with { type: 'json' };
import directValues from '../../reference/testdata/direct-ridge.json' with { type: 'json' };
import featureValues from '../../reference/testdata/feature-regression.json' with { type: 'json' };
import holtWintersValues from '../../reference/testdata/holt-winters.json' with { type: 'json' };
import load from '../../reference/testdata/load.json' with { type: 'json' };
import naiveValues from '../../reference/testdata/naive.json' with { type: 'json' };
import smoothingValues from '../../reference/testdata/simple-smoothing.json' with { type: 'json' };
import thetaValues from '../../reference/testdata/theta.json' with { type: 'json' };
import { FeatureTable } from '../features/feature-table.ts';
import { arima, fitArima, type Order } from './arima.ts';
import { signOf } from './bounds.ts';
import { directRidge } from './direct-ridge.ts';
import { drift } from './drift.ts';
import { dampedHolt, holtWith, simpleSmoothing, smoothing, smoothingRate } from './exponential-smoothing.ts';
import { featureRegression } from './feature-regression.ts';
import { holtWinters, holtWintersWith } from './holt-winters.ts';
import { lagRegression } from './lag-regression.ts';
import type { FittedModel, Model, Training } from './model.ts';
import { movingAverage } from './moving-average.ts';
import { seasonalAutoregression } from './seasonal-autoregression.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { theta } from './theta.ts';

/** Values of independent implementations; reference/make.py says which call made which, reference/README.md why. */
const training = trainedOn(load.values);

const hourAndPast = new FeatureTable(
  { stepSeconds: 3600 },
  { features: ['time_index', 'hour_of_day', 'lag_1', 'lag_2'] },
);

function trainedOn(values: readonly number[], seasons: readonly number[] = [24]): Training {
  return {
    values: Float64Array.from(values),
    known: new Uint8Array(values.length).fill(1),
    end: values.length,
    seasons,
    nonNegative: true,
  };
}

function pathOf(fitted: FittedModel | undefined, { values, end }: Training, horizon: number): Float64Array {
  const path = new Float64Array(horizon).fill(Number.NaN);
  fitted?.forecast(values, end, path);
  return path;
}

/** Largest distance from the expected path, as a share of its mean. */
function distance(found: Float64Array, expected: readonly number[]): number {
  const mean = expected.reduce((sum, value) => sum + Math.abs(value), 0) / expected.length;
  return Math.max(...expected.map((value, ahead) => Math.abs((found[ahead] as number) - value))) / mean;
}

const steady = trainedOn(smoothingValues.values);

describe('with the same parameters we say what others say', () => {
  test.each<[string, FittedModel | undefined, Training, readonly number[]]>([
    ['simple smoothing, statsmodels', smoothing(0.3), steady, smoothingValues.given.path],
    [
      'damped Holt, statsmodels',
      holtWith(dampedHoltValues.given, signOf(training)),
      training,
      dampedHoltValues.given.path,
    ],
    [
      'Holt-Winters, statsmodels',
      holtWintersWith(24, holtWintersValues.given, training),
      training,
      holtWintersValues.given.path,
    ],
    [
      'seasonal naive, statsforecast',
      seasonalNaive(24).fit(training),
      training,
      naiveValues.paths['seasonal-naive'],
    ],
    ['drift, statsforecast', drift.fit(training), training, naiveValues.paths.drift],
    [
      'moving average, statsforecast',
      movingAverage(5).fit(training),
      training,
      naiveValues.paths['moving-average'],
    ],
    [
      'ridge autoregression, scikit-learn',
      seasonalAutoregression.fit(training),
      training,
      autoregressionValues.ridge.path,
    ],
    [
      'ordinary regression on lags, scikit-learn',
      lagRegression(autoregressionValues.ordinary.lags).fit(training),
      training,
      autoregressionValues.ordinary.path,
    ],
    [
      'regression on features, scikit-learn',
      featureRegression(hourAndPast).fit(training),
      training,
      featureValues.path,
    ],
    ['direct ridge, scikit-learn', directRidge(12).fit(training), training, directValues.path],
  ])('%s', (_, fitted, series, expected) => {
    expect(distance(pathOf(fitted, series, expected.length), expected)).toBeLessThan(1e-7);
  });
});

describe('parameters that we search are as good as those that others find', () => {
  test('simple smoothing finds the rate of statsmodels', () => {
    expect(smoothingRate(steady)).toBeCloseTo(smoothingValues.fitted.alpha, 3);
    const { path } = smoothingValues.fitted;
    expect(distance(pathOf(simpleSmoothing.fit(steady), steady, path.length), path)).toBeLessThan(1e-4);
  });

  // Theirs keeps the rate of the slope under that of the level; ours need not.
  test.each<[string, Model, number, number]>([
    ['damped Holt', dampedHolt, 2, dampedHoltValues.fitted.squaredError],
    ['Holt-Winters', holtWinters(24), 24, holtWintersValues.fitted.squaredError],
  ])('%s has no larger error than statsmodels', (_, model, first, theirs) => {
    expect(oneStepError(model, first)).toBeLessThan(theirs * 1.001);
  });

  // Theirs estimates the first level as well.
  test('Theta follows statsmodels', () => {
    const found = pathOf(theta(24).fit(training), training, thetaValues.path.length);
    expect(distance(found, thetaValues.path)).toBeLessThan(0.002);
  });
});

function oneStepError(model: Model, first: number): number {
  const fitted = model.fit(training);
  let sum = 0;
  const path = new Float64Array(1);
  for (let origin = first; origin < training.end; origin += 1) {
    fitted?.forecast(training.values, origin, path);
    sum += ((path[0] as number) - (training.values[origin] as number)) ** 2;
  }
  return sum;
}

describe.each(arimaValues.cases)(
  'ARIMA $order $seasonal',
  ({ order, seasonal, coefficients, mean, path }) => {
    const orders = { order: orderOf(order), seasonal: orderOf(seasonal), period: 24 };

    test('has the conditional least squares coefficients of statsforecast', () => {
      const fit = fitArima(orders, training);
      const [p, , q] = order as [number, number, number];
      // theirs: φ, θ, Φ, Θ
      const [seasonalP] = seasonal as [number, number, number];
      const theirs = Object.values(coefficients) as number[];
      const inOurOrder = [
        ...theirs.slice(0, p),
        ...theirs.slice(p + q, p + q + seasonalP),
        ...theirs.slice(p, p + q),
        ...theirs.slice(p + q + seasonalP),
      ];
      inOurOrder.forEach((value, index) => {
        expect(fit?.coefficients[index]).toBeCloseTo(value, 4);
      });
      expect(fit?.mean).toBeCloseTo(mean, 3);
    });

    // Theirs filters exactly, ours takes the errors before the first row for zero, which a seasonal θ remembers.
    test('forecasts as an exact filter of statsmodels does', () => {
      const tolerance = (seasonal[2] as number) > 0 ? 0.005 : 1e-5;
      expect(distance(pathOf(arima(orders).fit(training), training, path.length), path)).toBeLessThan(
        tolerance,
      );
    });
  },
);

function orderOf(numbers: readonly number[]): Order {
  const [autoregressive = 0, differences = 0, movingAverages = 0] = numbers;
  return [autoregressive, differences, movingAverages];
}
