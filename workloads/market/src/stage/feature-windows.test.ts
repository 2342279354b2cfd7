import fc from 'fast-check';
import { mean, sampleStandardDeviation, sum } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { sigmaFloor, spanVolatility, textbookRules, windowFeatures } from './feature-windows.ts';
import type { Minute } from './minute.ts';
import { MinuteHistory } from './minute-history.ts';

const minutes: fc.Arbitrary<Minute[]> = fc
  .array(
    fc.record({
      close: fc.double({ min: 50, max: 150, noNaN: true }),
      timeWeightedPrice: fc.double({ min: 50, max: 150, noNaN: true }),
      volume: fc.double({ min: 0.01, max: 1_000, noNaN: true }),
    }),
    { minLength: 12, maxLength: 40 },
  )
  .map((all) =>
    all.map((one, at) => ({ ...one, index: 1_000 + at, trades: 1, lastId: at, followsOn: at > 0 })),
  );

const history = (all: readonly Minute[]) => new MinuteHistory(1_441, all).series();
const last = <T>(all: readonly T[], count: number) => all.slice(-count);

describe('the features of a window of five minutes', () => {
  test('are those that a statistics library computes', () => {
    fc.assert(
      fc.property(minutes, (all) => {
        const features = windowFeatures(history(all), 300);
        const closes = all.map(({ close }) => close);
        const volumes = all.map(({ volume }) => volume);
        const returns = closes.slice(1).map((close, at) => Math.log(close / (closes[at] ?? 0)));
        const z = (values: readonly number[], floor: number) => {
          const before = values.slice(-6, -1);
          return ((values.at(-1) ?? 0) - mean(before)) / Math.max(sampleStandardDeviation(before), floor);
        };
        const usual = mean(volumes.slice(-6, -1));
        expect(features.movingAverage).toBeCloseTo(
          mean(
            last(
              all.map((one) => one.timeWeightedPrice),
              5,
            ),
          ),
          8,
        );
        expect(features.volatility).toBeCloseTo(Math.sqrt(mean(last(returns, 5).map((r) => r * r))), 8);
        expect(features.volumeChange).toBeCloseTo(sum(last(volumes, 5)) / sum(volumes.slice(-10, -5)) - 1, 6);
        expect(features.priceZScore).toBeCloseTo(z(closes, (closes.at(-2) ?? 0) * sigmaFloor.relative), 4);
        expect(features.returnZScore).toBeCloseTo(z(returns, sigmaFloor.relative), 4);
        expect(features.volumeZScore).toBeCloseTo(
          z(
            volumes.map((volume) => Math.log(volume + 0.01 * usual)),
            sigmaFloor.logVolume,
          ),
          4,
        );
        expect(features.warm).toBe(all.length >= 11);
      }),
    );
  });
});

const minute = (index: number, changes: Partial<Minute> = {}): Minute => ({
  index,
  close: 100,
  timeWeightedPrice: 100,
  volume: 1,
  trades: 1,
  lastId: index,
  followsOn: true,
  ...changes,
});
const row = (count: number) => Array.from({ length: count }, (_, at) => minute(at));

describe('minutes without trades', () => {
  test('count as traded nothing where the ids follow on, and are missing where they do not', () => {
    const quiet = history([minute(10), minute(13, { volume: 4 })]);
    expect([...quiet.volume.slice(-4)]).toEqual([1, 0, 0, 4]);
    const torn = history([minute(10), minute(13, { volume: 4, followsOn: false })]);
    expect([...torn.volume.slice(-4)]).toEqual([1, Number.NaN, Number.NaN, 4]);
  });

  test('leave a window that is not full unwarm, and its figures null where nothing is known', () => {
    const features = windowFeatures(history([minute(10)]), 300);
    expect(features).toEqual({
      seconds: 300,
      warm: false,
      movingAverage: 100,
      volatility: null,
      volumeChange: null,
      priceZScore: null,
      returnZScore: null,
      volumeZScore: null,
    });
  });
});

describe('the textbook rules', () => {
  const flags = (newest: Partial<Minute>) => {
    const series = history([...row(20), minute(20, newest)]);
    return textbookRules(series, [windowFeatures(series, 900)]);
  };
  test.each([
    ['nothing happens', {}, { zScore: false, volumeSpike: false }],
    ['the price leaps', { close: 101 }, { zScore: true, volumeSpike: false }],
    ['the volume rises by 200 %', { volume: 3 }, { zScore: false, volumeSpike: false }],
    ['the volume rises by more', { volume: 3.01 }, { zScore: false, volumeSpike: true }],
  ])('when %s', (_name, newest, expected) => {
    expect(flags(newest)).toEqual(expected);
  });

  test('a leap is seen from a window of five, because it is not part of it', () => {
    const series = history([...row(20), minute(20, { close: 101 })]);
    // Inside a window of five points nothing lies further out than 1.79 standard deviations.
    expect(windowFeatures(series, 300).returnZScore).toBeGreaterThan(100);
  });
});

test('volatility is measured over the spans of log-HAR models', () => {
  const all = row(1_441).map((one, at) => ({ ...one, close: at % 2 === 0 ? 100 : 101 }));
  expect(spanVolatility(history(all)).map(({ seconds }) => seconds)).toEqual([
    60, 300, 1_800, 14_400, 86_400,
  ]);
  for (const { value } of spanVolatility(history(all))) expect(value).toBeCloseTo(Math.log(1.01), 12);
});
