import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecastSeries } from '../forecast-series.ts';
import { seriesFrom } from '../series.ts';

const request = { horizon: 12, levels: [0.8], windows: [6, 12] };
const expectOrder = (quantile: (probability: string) => number | undefined) => {
  const found = ['0.5', '0.9', '0.95', '0.99'].map((probability) => quantile(probability) ?? Number.NaN);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
};
const noise = (index: number) => ((index * 7919) % 101) / 101;
const daily = Array.from(
  { length: 240 },
  (_, hour) => 100 + 40 * Math.sin((hour / 24) * 2 * Math.PI) + 10 * noise(hour),
);
const forecastOf = (values: readonly (number | null)[]) => forecastSeries(seriesFrom(values, 3600), request);

describe('a forecast', () => {
  test('does not change when another series went before', () => {
    const alone = forecastOf(daily);
    forecastOf(daily.map((value, hour) => value * 3 + hour));
    expect(forecastOf(daily)).toEqual(alone);
  });

  test('grows with the unit of the values', () => {
    const { point, quantiles } = forecastOf(daily);
    const thousandfold = forecastOf(daily.map((value) => value * 1000));
    thousandfold.point.forEach((value, ahead) => {
      expect(value / 1000).toBeCloseTo(point[ahead] ?? Number.NaN, 6);
    });
    thousandfold.quantiles['0.9']?.forEach((value, ahead) => {
      expect(value / 1000).toBeCloseTo(quantiles['0.9']?.[ahead] ?? Number.NaN, 3);
    });
  });

  test('is better than the last value on a daily load, and says by how much', () => {
    const { record, model } = forecastOf(daily);
    expect(record.skill).toBeGreaterThan(0.6);
    expect(Object.values(model.weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  test('of any history is finite, ordered by probability, and never negative for a load that never was', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.constant(0),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1e15, noNaN: true }),
    );
    const history = fc
      .array(value, { minLength: 1, maxLength: 120 })
      .filter((all) => all.some((one) => one !== null));
    fc.assert(
      fc.property(history, (values) => {
        const { point, quantiles, windowMax } = forecastOf(values);
        const all = [
          point,
          ...Object.values(quantiles),
          ...Object.values(windowMax).map((peak) => Object.values(peak)),
        ];
        for (const one of all.flat()) expect(one >= 0 && Number.isFinite(one)).toBe(true);
        for (let ahead = 0; ahead < request.horizon; ahead += 1)
          expectOrder((probability) => quantiles[probability]?.[ahead]);
        expectOrder((probability) => windowMax['12']?.[probability]);
      }),
      { numRuns: 40 },
    );
  });
});

const cases: readonly [string, readonly (number | null)[]][] = [
  ['one value', [7]],
  ['two values', [7, 9]],
  ['a constant', Array(200).fill(5)],
  ['nothing but zeros', Array(200).fill(0)],
  ['nine of ten missing', daily.map((value, hour) => (hour % 10 === 0 ? value : null))],
  ['spikes of a million', daily.map((value, hour) => (hour % 50 === 49 ? 1e6 : value))],
  ['values of 1e15', daily.map((value) => value * 1e13)],
  ['negative values', daily.map((value) => value - 200)],
  ['a history shorter than the horizon', [1, 2, 3, 4, 5]],
  ['a gap up to the end', [...daily, ...Array(30).fill(null)]],
];

describe.each(cases)('%s', (_, values) => {
  test.each([1, 60, 3600, 86_400])('at a step of %i s are answered with finite numbers', (step) => {
    const { point, quantiles } = forecastSeries(seriesFrom(values, step), request);
    for (const one of [...point, ...Object.values(quantiles).flat()]) expect(Number.isFinite(one)).toBe(true);
  });
});

test.each<[string, readonly (number | null)[], string]>([
  ['an empty history', [], 'HISTORY_EMPTY'],
  ['a history of nothing but gaps', [null, null], 'HISTORY_ALL_MISSING'],
  ['a value that is no number', [1, Number.NaN], 'VALUE_INVALID'],
])('%s is refused by code', (_, values, code) => {
  expect(() => forecastOf(values)).toThrow(expect.objectContaining({ code }));
});
