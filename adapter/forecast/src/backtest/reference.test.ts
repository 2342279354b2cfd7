import { describe, expect, test } from 'vitest';
import reference from '../../reference/testdata/backtest.json' with { type: 'json' };
import conformal from '../../reference/testdata/conformal.json' with { type: 'json' };
import { conformalQuantile } from '../calibration/quantile.ts';
import { naive2 } from '../models/naive2.ts';
import { coverageOfBand, mase, meanAbsoluteError, msis, pinball, smape } from './scores.ts';
import { dieboldMariano } from './significance.ts';

const { history, actual, point, lower, upper, period, scores } = reference;
const band = { lower, upper };

describe('scores agree with utilsforecast', () => {
  test.each<[string, number, number]>([
    ['sMAPE', smape(actual, point), scores.smape],
    ['mean absolute error', meanAbsoluteError(actual, point), scores.mae],
    ['MASE', mase(history, actual, point, period), scores.mase],
    ['coverage', coverageOfBand(actual, band), scores.coverage],
    ['MSIS, by numpy', msis(history, actual, band, { level: 0.95, period }), scores.msis],
    [
      'pinball loss',
      actual.reduce((sum, value, ahead) => sum + pinball(value, point[ahead] as number, 0.9), 0) /
        actual.length,
      scores.pinball,
    ],
  ])('%s', (_, ours, theirs) => {
    expect(ours).toBeCloseTo(theirs, 9);
  });
});

test('Naive2 is the decomposition of statsmodels around the last value', () => {
  const values = Float64Array.from(history);
  const known = new Uint8Array(values.length).fill(1);
  const path = new Float64Array(reference.naive2.length);
  const fitted = naive2(period).fit({
    values,
    known,
    end: values.length,
    seasons: [period],
    nonNegative: true,
  });
  fitted?.forecast(values, values.length, path);
  reference.naive2.forEach((value, ahead) => {
    expect(path[ahead]).toBeCloseTo(value, 8);
  });
});

test('Diebold and Mariano as numpy and the t law of scipy have it', () => {
  const { first, second, ahead, statistic, pValue } = reference.dieboldMariano;
  const found = dieboldMariano(first, second, ahead);
  expect(found?.statistic).toBeCloseTo(statistic, 10);
  expect(found?.pValue).toBeCloseTo(pValue, 10);
});

test.each(conformal.quantiles)(
  'the conformal quantile at $probability is the order statistic of numpy',
  ({ probability, value }) => {
    expect(conformalQuantile(Float64Array.from(conformal.scores), probability)).toBe(value);
  },
);
