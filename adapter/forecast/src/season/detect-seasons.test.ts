import { describe, expect, test } from 'vitest';
import { seasonsFor } from './detect-seasons.ts';

const noise = (index: number) => Math.abs((Math.sin(index * 12.9898) * 43758.5453) % 1);
const wave = (period: number, length: number) =>
  Float64Array.from(
    { length },
    (_, time) => 100 + 50 * Math.sin((2 * Math.PI * time) / period) + 5 * noise(time),
  );

describe('seasons', () => {
  test('of hourly values over three weeks are a day and a week', () => {
    expect(seasonsFor(wave(24, 504), 3600)).toEqual([24, 168]);
  });

  test('of a history shorter than two days are what it shows', () => {
    const [period, ...others] = seasonsFor(wave(96, 960), 5);
    expect(period).toBeCloseTo(96, 0);
    expect(others).toEqual([]);
  });

  test('that are no whole number of steps are found to within one', () => {
    expect(Math.abs((seasonsFor(wave(40.5, 600), 1)[0] ?? Number.NaN) - 40.5)).toBeLessThan(1);
  });

  test.each<[string, (time: number) => number]>([
    ['a straight rise', (time) => time],
    ['noise', noise],
    ['a constant', () => 3],
  ])('are none in %s', (_, value) => {
    expect(
      seasonsFor(
        Float64Array.from({ length: 400 }, (_, time) => value(time)),
        1,
      ),
    ).toEqual([]);
  });
});
