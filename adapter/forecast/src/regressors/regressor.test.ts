import { describe, expect, test } from 'vitest';
import { forecastSeries } from '../forecast-series.ts';
import { seriesFrom } from '../series.ts';

const horizon = 6;
const length = 480;
const chance = (index: number) => Math.abs((Math.sin(index * 12.9898) * 43758.5453) % 1);
const daily = (time: number) => 100 + 30 * Math.sin((2 * Math.PI * time) / 24) + 4 * chance(time);
const upTo = <T>(length: number, value: (time: number) => T) =>
  Array.from({ length }, (_, time) => value(time));

/** Mean error from three origins; a regressor is given for the longest history and cut. */
function errorOf(load: (time: number) => number, regressors: { name: string; values: (number | null)[] }[]) {
  const origins = [440, 457, length];
  let error = 0;
  for (const origin of origins) {
    const cut = regressors.map(({ name, values }) => ({
      name,
      values: values.slice(0, values.length - length + origin),
    }));
    const { point } = forecastSeries(seriesFrom(upTo(origin, load), 3600), { horizon, regressors: cut });
    point.forEach((value, ahead) => {
      error += Math.abs(value - load(origin + ahead)) / horizon / origins.length;
    });
  }
  return error;
}

describe('a regressor', () => {
  test('that is known in advance tells of what no past shows', () => {
    const sale = (time: number) => (Math.floor(time / 5) % 16 === 0 ? 1 : 0);
    const load = (time: number) => daily(time) * (1 + sale(time));
    const found = errorOf(load, [{ name: 'sale', values: upTo(length + horizon, sale) }]);
    expect(found).toBeLessThan(0.5 * errorOf(load, []));
  });

  test('that leads is used at the delay it leads by', () => {
    const visits = (time: number) => Math.floor(chance(Math.floor(time / 7)) * 100);
    const load = (time: number) => 50 + 2 * visits(time - 8) + 3 * chance(time);
    const found = errorOf(load, [{ name: 'visits', values: upTo(length, visits) }]);
    expect(found).toBeLessThan(0.5 * errorOf(load, []));
  });

  test('that says nothing changes little', () => {
    const plain = errorOf(daily, []);
    expect(errorOf(daily, [{ name: 'dice', values: upTo(length, chance) }])).toBeLessThan(1.2 * plain + 1);
  });

  test.each<[string, (number | null)[]]>([
    ['is too short', [1, 2, 3]],
    ['reaches only into part of the horizon', upTo(length + 2, () => 1)],
    ['holds what is no number', upTo(length, () => Number.NaN)],
  ])('that %s is refused by code', (_, values) => {
    expect(() => errorOf(daily, [{ name: 'x', values }])).toThrow(
      expect.objectContaining({ code: 'REGRESSOR_INVALID' }),
    );
  });

  test('that is missing throughout is no obstacle', () => {
    expect(errorOf(daily, [{ name: 'gone', values: upTo(length, () => null) }])).toBeLessThan(10);
  });
});
