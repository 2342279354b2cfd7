import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AheadForecaster } from './ahead-forecaster.ts';
import { seededRandom } from './random.ts';

type Values = readonly (number | null)[];

const seasons = { short: 12, long: 96, longest: 672 };
const window = { from: 2.5, to: 3.5 };
const length = 1_440;

/** Numbers from −1 to 1. */
function chances(seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length }, () => 2 * random() - 1);
}

/** A demand that a hidden rush drives, which no clock foretells: it comes and goes within some ten steps. */
const rush: number[] = [];
for (const chance of chances(1)) rush.push(0.9 * (rush.at(-1) ?? 0) + chance);
const load = rush.map((size, step) => 100 + 30 * Math.sin((2 * Math.PI * step) / 96) + 12 * (size + 5));
/** The same rush as something shows it three steps before. */
const leading = load.map((_, step) => (rush[step + 3] ?? 0) * 400 - 7);

function fed(values: Values, indicators: readonly Values[]): AheadForecaster {
  const options = indicators.length === 0 ? {} : { indicators: indicators.length };
  const forecaster = new AheadForecaster({ window, seasons, ...options });
  values.forEach((value, step) => {
    forecaster.add(
      value,
      indicators.map((indicator) => indicator[step] ?? null),
    );
  });
  return forecaster;
}

/** Mean pinball loss of the forecasts of the maximum, over the last third. */
function lossWith(indicators: readonly Values[]): number {
  const from = Math.round((2 * length) / 3);
  const forecaster = fed(load.slice(0, from), indicators);
  let [loss, judged] = [0, 0];
  for (let step = from; step < length - 4; step += 1) {
    forecaster.add(
      load[step] ?? null,
      indicators.map((indicator) => indicator[step] ?? null),
    );
    const { levels, loads } = forecaster.forecast() ?? { levels: [], loads: [] };
    const [before = 0, middle = 0, after = 0] = load.slice(step + 2, step + 5);
    const peak = Math.max(middle, (before + middle) / 2, (middle + after) / 2);
    levels.forEach((level, place) => {
      const over = peak - (loads[place] ?? Number.NaN);
      loss += over >= 0 ? level * over : (level - 1) * over;
      judged += 1;
    });
  }
  return loss / judged;
}

describe('the loss of the forecast of the largest load', { timeout: 60_000 }, () => {
  const alone = lossWith([]);
  const noise = chances(2);

  test.each<[string, readonly Values[], number, number]>([
    ['falls by half and more with an indicator that leads by three steps', [leading], 0, 0.5],
    [
      'falls where only every fifth value came',
      [leading.map((value, step) => (step % 5 === 0 ? value : null))],
      0,
      0.9,
    ],
    ['falls as much beside one that says nothing', [noise, leading], 0, 0.5],
    ['stays about as it is with one that says nothing', [noise], 0.95, 1.08],
    ['stays about as it is with two that say nothing', [noise, chances(3)], 0.95, 1.12],
    ['stays as it is with one of which nothing ever came', [noise.map(() => null)], 0.97, 1.03],
    ['stays as it is with one that never changes', [noise.map(() => 5)], 0.97, 1.03],
  ])('%s', (_, indicators, least, most) => {
    const share = lossWith(indicators) / alone;
    expect(share).toBeGreaterThan(least);
    expect(share).toBeLessThan(most);
  });
});

test('the unit and the zero of an indicator do not matter', () => {
  const seen = fed(load.slice(0, 700), [leading]).forecast();
  const scaled = fed(load.slice(0, 700), [leading.map((value) => 1e6 * value + 4e7)]).forecast();
  seen?.loads.forEach((value, place) => {
    expect((scaled?.loads[place] ?? Number.NaN) / value).toBeCloseTo(1, 6);
  });
});

test('one of which nothing comes any more is told, and has no say', { timeout: 30_000 }, () => {
  const gone = leading.map((value, step) => (step < 600 ? value : null));
  const forecaster = fed(load.slice(0, 600), [gone, leading]);
  expect(forecaster.withoutIndicators).toEqual([]);
  for (let step = 600; step < 603; step += 1)
    forecaster.add(load[step] ?? null, [null, leading[step] ?? null]);
  expect(forecaster.withoutIndicators).toEqual([]);
  forecaster.add(load[603] ?? null, [null, leading[603] ?? null]);
  expect(forecaster.withoutIndicators).toEqual([0]);
  forecaster.add(load[604] ?? null, [leading[604] ?? null, leading[604] ?? null]);
  expect(forecaster.withoutIndicators).toEqual([]);
});

test('quantiles are ordered, finite and not negative, whatever the indicators are', {
  timeout: 30_000,
}, () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.constantFrom(0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 60, maxLength: 260 }), (told) => {
      const indicators = [0, 1].map((place) => told.map((both) => both[place] ?? null));
      const loads = fed(load.slice(0, told.length), indicators).forecast()?.loads ?? [];
      expect(loads.length).toBeGreaterThan(0);
      for (const [index, one] of loads.entries()) {
        expect(Number.isFinite(one) && one >= 0).toBe(true);
        expect(one).toBeGreaterThanOrEqual(loads[index - 1] ?? 0);
      }
    }),
    { numRuns: 15 },
  );
});

describe('a forecaster with indicators goes on from its snapshot as if nothing had happened,', () => {
  test.each([10, 300, 1_000])('after %i samples', (count) => {
    const sparse = leading.map((value, step) => (step % 4 === 0 ? value : null));
    const forecaster = fed(load.slice(0, count), [sparse, leading]);
    const restored = AheadForecaster.restore(forecaster.snapshot());
    expect(restored.options).toMatchObject(forecaster.options);
    for (let step = count; step < count + 60; step += 1) {
      expect(restored.forecast()).toEqual(forecaster.forecast());
      expect(restored.withoutIndicators).toEqual(forecaster.withoutIndicators);
      for (const one of [restored, forecaster])
        one.add(load[step] ?? null, [sparse[step] ?? null, leading[step] ?? null]);
    }
  });
});

test.each<[string, readonly number[]]>([
  ['too few', []],
  ['too many', [1, 2]],
  ['no number', [Number.NaN]],
  ['infinite', [Number.POSITIVE_INFINITY]],
])('indicators that are %s are refused, and nothing changes', (_, indicators) => {
  const forecaster = fed(load.slice(0, 100), [leading]);
  const before = forecaster.forecast();
  expect(() => forecaster.add(1, indicators)).toThrow(expect.objectContaining({ code: 'REGRESSOR_INVALID' }));
  expect(forecaster.forecast()).toEqual(before);
  expect(forecaster.count).toBe(100);
});

test.each([-1, 1.5, 9])('%d indicators are refused', (indicators) => {
  expect(() => new AheadForecaster({ window, seasons, indicators })).toThrow(
    expect.objectContaining({ code: 'REQUEST_INVALID' }),
  );
});
