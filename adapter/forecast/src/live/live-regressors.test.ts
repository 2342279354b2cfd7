import { describe, expect, test } from 'vitest';
import { forecastSeries } from '../forecast-series.ts';
import type { Regressor } from '../regressors/regressor.ts';
import { seriesFrom } from '../series.ts';
import { LiveForecaster } from './live-forecaster.ts';

const horizon = 6;
const options = { stepSeconds: 3600, horizon };
const opened = 400;
const end = 440;
const chance = (index: number) => Math.abs((Math.sin(index * 12.9898) * 43758.5453) % 1);
const daily = (time: number) => 100 + 30 * Math.sin((2 * Math.PI * time) / 24) + 4 * chance(time);
const upTo = <T>(length: number, value: (time: number) => T) =>
  Array.from({ length }, (_, time) => value(time));

const sale = (time: number) => (Math.floor(time / 5) % 16 === 0 ? 1 : 0);
const visits = (time: number) => Math.floor(chance(Math.floor(time / 7)) * 100);
const loads = {
  sale: (time: number) => daily(time) * (1 + sale(time)),
  visits: (time: number) => 50 + 2 * visits(time - 8) + 3 * chance(time),
};

function heldWithSale(from: readonly Regressor[] = [{ name: 'sale', values: upTo(opened + horizon, sale) }]) {
  return LiveForecaster.open(options, upTo(opened, loads.sale), from);
}

/** Mean error of the forecasts from each step up to the end. */
function errorOf(
  live: LiveForecaster,
  load: (time: number) => number,
  beside: (time: number) => Record<string, number | null>,
): number {
  let error = 0;
  for (let time = opened; time < end; time += 1) {
    live.add(load(time), beside(time));
    live.forecast().point.forEach((value, ahead) => {
      error += Math.abs(value - load(time + 1 + ahead)) / horizon / (end - opened);
    });
  }
  return error;
}

describe('a series held warm', () => {
  test('knows in advance what a regressor tells in advance', () => {
    const without = errorOf(LiveForecaster.open(options, upTo(opened, loads.sale)), loads.sale, () => ({}));
    const found = errorOf(heldWithSale(), loads.sale, (time) => ({ sale: sale(time + horizon) }));
    expect(found).toBeLessThan(0.5 * without);
  });

  test('follows a leading indicator at the delay it leads by', () => {
    const history = upTo(opened, loads.visits);
    const without = errorOf(LiveForecaster.open(options, history), loads.visits, () => ({}));
    const leading = LiveForecaster.open(options, history, [{ name: 'visits', values: upTo(opened, visits) }]);
    expect(errorOf(leading, loads.visits, (time) => ({ visits: visits(time) }))).toBeLessThan(0.5 * without);
  });

  test('forecasts with regressors as one forecast in one go does', () => {
    const regressors = [
      { name: 'sale', values: upTo(opened + horizon, sale) },
      { name: 'visits', values: upTo(opened, visits) },
    ];
    const { point } = LiveForecaster.open(options, upTo(opened, loads.sale), regressors).forecast();
    const series = seriesFrom(upTo(opened, loads.sale), 3600);
    expect(point).toEqual(forecastSeries(series, { horizon, regressors }).point);
  });

  test('answers the same after its snapshot was restored, now and later', () => {
    const live = heldWithSale();
    for (let time = opened; time < opened + 70; time += 1)
      live.add(loads.sale(time), { sale: sale(time + horizon) });
    const restored = LiveForecaster.restore(live.snapshot());
    expect(restored.forecast()).toEqual(live.forecast());
    for (const one of [live, restored]) one.add(120, { sale: 1 });
    expect(restored.forecast()).toEqual(live.forecast());
  });

  test('takes a value that did not come as missing, and needs none that is known already', () => {
    const farAhead = heldWithSale([{ name: 'sale', values: upTo(end + 2 * horizon, sale) }]);
    const stepByStep = heldWithSale();
    for (let time = opened; time < end; time += 1) {
      farAhead.add(loads.sale(time));
      stepByStep.add(loads.sale(time), { sale: sale(time + horizon) });
    }
    expect(farAhead.forecast()).toEqual(stepByStep.forecast());
    const silent = heldWithSale();
    silent.add(100);
    const told = heldWithSale();
    told.add(100, { sale: null });
    expect(silent.forecast()).toEqual(told.forecast());
  });

  test('may begin without history', () => {
    const live = LiveForecaster.open(options, [], [{ name: 'sale', values: upTo(horizon, sale) }]);
    for (let time = 0; time < 60; time += 1) live.add(loads.sale(time), { sale: sale(time + horizon) });
    expect(live.forecast().point.every(Number.isFinite)).toBe(true);
  });

  test.each<[string, Record<string, number | null>]>([
    ['has another name', { weather: 1 }],
    ['is no number', { sale: Number.NaN }],
  ])('refuses a regressor that %s and stays as it was', (_, beside) => {
    const live = heldWithSale();
    const before = live.forecast();
    expect(() => live.add(100, beside)).toThrow(expect.objectContaining({ code: 'REGRESSOR_INVALID' }));
    expect(live.samples).toBe(opened);
    expect(live.forecast()).toEqual(before);
  });

  test.each<[string, Regressor[]]>([
    ['of another length', [{ name: 'sale', values: [1, 2, 3] }]],
    ['of one name', ['a', 'a'].map((name) => ({ name, values: upTo(opened, sale) }))],
  ])('refuses regressors %s', (_, regressors) => {
    expect(() => heldWithSale(regressors)).toThrow(expect.objectContaining({ code: 'REGRESSOR_INVALID' }));
  });
});
