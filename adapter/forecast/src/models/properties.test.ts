import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  analogue,
  arima,
  conformalBands,
  dampedHolt,
  directRidge,
  drift,
  FeatureTable,
  featureRegression,
  holtWinters,
  lagRegression,
  lastValue,
  type Model,
  movingAverage,
  naive2,
  seasonalAutoregression,
  seasonalNaive,
  simpleSmoothing,
  type Training,
  theta,
} from '../index.ts';

const horizon = 9;
const period = 7;
const seeds = new FeatureTable({ stepSeconds: 86_400 / period });
const models: readonly Model[] = [
  lastValue,
  drift,
  seasonalNaive(period),
  movingAverage(4),
  simpleSmoothing,
  dampedHolt,
  holtWinters(period),
  theta(period),
  naive2(period),
  seasonalAutoregression,
  lagRegression([1, 2, period]),
  directRidge(horizon),
  featureRegression(seeds),
  analogue(period),
  arima({ order: [2, 0, 1], seasonal: [0, 1, 1], period }),
  arima({ order: [1, 1, 1] }),
  arima({ order: [1, 0, 1] }),
];

function trainedOn(values: readonly number[]): Training {
  return {
    values: Float64Array.from(values),
    known: new Uint8Array(values.length).fill(1),
    end: values.length,
    seasons: [period],
    nonNegative: values.every((value) => value >= 0),
  };
}

function pathOf(model: Model, training: Training): number[] | undefined {
  const path = new Float64Array(horizon);
  const fitted = model.fit(training);
  fitted?.forecast(training.values, training.end, path);
  return fitted === undefined ? undefined : Array.from(path);
}

function furthest(one: readonly number[], other: readonly number[]): number {
  return Math.max(...one.map((value, ahead) => Math.abs(value - (other[ahead] as number))));
}

/** A weekly load with noise that repeats nowhere. */
const weekly = Array.from({ length: 120 }, (_, day) => {
  const noise = Math.abs((Math.sin(day * 12.9898) * 43758.5453) % 1);
  return 200 + 60 * Math.sin((2 * Math.PI * day) / period) + 20 * noise;
});
const anyHistory = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
    fc.double({ min: 0, max: 1e15, noNaN: true }),
  ),
  { minLength: 1, maxLength: 90 },
);

describe.each(models.map((model): [string, Model] => [model.name, model]))('%s', (_, model) => {
  test('is finite, and never negative for a load that never was', () => {
    fc.assert(
      fc.property(anyHistory, (values) => {
        for (const value of pathOf(model, trainedOn(values)) ?? [])
          expect(Number.isFinite(value) && value >= 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('stays finite where values were negative', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 90 }),
        (values) => {
          for (const value of pathOf(model, trainedOn(values)) ?? [])
            expect(Number.isFinite(value)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('grows with the unit of the values', () => {
    const plain = pathOf(model, trainedOn(weekly)) ?? [];
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 30 }), (power) => {
        const scaled = pathOf(model, trainedOn(weekly.map((value) => value * 2 ** power))) ?? [];
        const back = scaled.map((value) => value / 2 ** power);
        expect(furthest(back, plain)).toBeLessThan(1e-3);
      }),
      { numRuns: 12 },
    );
  });

  test('does not change its answer when another series went before', () => {
    const alone = pathOf(model, trainedOn(weekly));
    fc.assert(
      fc.property(anyHistory, (values) => {
        pathOf(model, trainedOn(values));
        expect(pathOf(model, trainedOn(weekly))).toEqual(alone);
      }),
      { numRuns: 5 },
    );
  });

  test('looks at nothing from its end on', () => {
    const end = 100;
    const seen = { ...trainedOn(weekly), end };
    const other = { ...seen, values: seen.values.map((value, time) => (time < end ? value : 1e6)) };
    expect(pathOf(model, seen)).toEqual(pathOf(model, other));
  });

  test('has quantiles that never cross', () => {
    const probabilities = [0.05, 0.5, 0.9, 0.99];
    const bands = conformalBands(model, trainedOn(weekly), { horizon, probabilities, calibration: 40 });
    for (let ahead = 0; ahead < horizon; ahead += 1)
      for (let index = 1; index < probabilities.length; index += 1)
        expect(bands?.quantiles[index]?.[ahead]).toBeGreaterThanOrEqual(
          bands?.quantiles[index - 1]?.[ahead] ?? Number.NaN,
        );
  });

  test('never learns from a value that is missing', () => {
    const training = trainedOn(weekly);
    const known = training.known.map((_, time) => (time % 10 === 9 ? 0 : 1));
    for (const value of pathOf(model, { ...training, known }) ?? []) expect(value).toBeLessThan(500);
  });
});

// Naive2 multiplies its seasons, and a product does not move with a level.
const shifting = models.filter(({ name }) => !name.startsWith('naive2'));

test.each(shifting.map((model): [string, Model] => [model.name, model]))(
  '%s moves with the level of the values',
  (_, model) => {
    const plain = pathOf(model, trainedOn(weekly)) ?? [];
    const lifted = pathOf(model, trainedOn(weekly.map((value) => value + 1000))) ?? [];
    // The ridge is a share of the squares, which a level adds to, and searches end a little elsewhere.
    const back = lifted.map((value) => value - 1000);
    expect(furthest(back, plain)).toBeLessThan(3);
  },
);
