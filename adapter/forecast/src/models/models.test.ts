import { describe, expect, test } from 'vitest';
import {
  analogue,
  dampedHolt,
  drift,
  holtWinters,
  lagRegression,
  lastValue,
  type Model,
  movingAverage,
  seasonalAutoregression,
  seasonalNaive,
  simpleSmoothing,
  theta,
} from '../index.ts';

const horizon = 6;
const trained = (values: readonly number[], seasons: readonly number[]) => ({
  values: Float64Array.from(values),
  known: new Uint8Array(values.length).fill(1),
  end: values.length,
  seasons,
  nonNegative: true,
});
const pathOf = (model: Model, values: readonly number[], seasons: readonly number[] = []) => {
  const path = new Float64Array(horizon);
  model.fit(trained(values, seasons))?.forecast(Float64Array.from(values), values.length, path);
  return Array.from(path);
};
const daily = (hour: number) => 100 + 40 * Math.sin((hour / 24) * 2 * Math.PI);
const history = Array.from({ length: 240 }, (_, hour) => daily(hour));
const future = Array.from({ length: horizon }, (_, ahead) => daily(240 + ahead));

describe('on a rise of one a step', () => {
  const rise = Array.from({ length: 60 }, (_, time) => time);
  test.each<[string, Model, number]>([
    ['the last value stays', lastValue, 59],
    ['the drift goes on', drift, 65],
    ['the moving average of four stays at their mean', movingAverage(4), 57.5],
  ])('%s', (_, model, last) => {
    expect(pathOf(model, rise).at(-1)).toBeCloseTo(last, 6);
  });

  test('simple smoothing stays near the newest value, and a damped trend goes beyond it', () => {
    expect(pathOf(simpleSmoothing, rise).at(-1)).toBeCloseTo(59, 0);
    expect(pathOf(dampedHolt, rise).at(-1)).toBeGreaterThan(61);
  });
});

describe('a daily wave is continued by', () => {
  test.each<[string, Model, number]>([
    ['the seasonal naive', seasonalNaive(24), 1e-6],
    ['the seasonal autoregression', seasonalAutoregression, 0.5],
    ['the regression of ml-regression', lagRegression([1, 2, 24]), 0.5],
    ['Holt-Winters', holtWinters(24), 3],
    ['analogues', analogue(24), 1e-6],
    ['Theta', theta(24), 8],
  ])('%s', (_, model, tolerance) => {
    pathOf(model, history, [24]).forEach((value, ahead) => {
      expect(Math.abs(value - (future[ahead] ?? Number.NaN))).toBeLessThan(tolerance);
    });
  });
});

test('our regression and that of ml-regression agree', () => {
  const noisy = history.map(
    (value, hour) => value + Math.abs((Math.sin(hour * 12.9898) * 43758.5453) % 1) * 20,
  );
  const ours = pathOf(seasonalAutoregression, noisy, []);
  const theirs = pathOf(lagRegression([1, 2, 3, 4]), noisy);
  ours.forEach((value, ahead) => {
    expect(Math.abs(value - (theirs[ahead] ?? Number.NaN))).toBeLessThan(0.5);
  });
});

test('a model that the history is too short for says so', () => {
  expect(holtWinters(24).fit(trained([1, 2, 3], [24]))).toBeUndefined();
  expect(seasonalAutoregression.fit(trained([1, 2, 3], []))).toBeUndefined();
});
