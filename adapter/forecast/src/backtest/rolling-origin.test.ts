import { expect, test } from 'vitest';
import { lastValue } from '../models/last-value.ts';
import type { Model } from '../models/model.ts';
import { seasonalNaive } from '../models/seasonal-naive.ts';
import { blockBootstrap } from './block-bootstrap.ts';
import { conformalBands } from './conformal-bands.ts';
import { rollingOrigin } from './rolling-origin.ts';
import { skill } from './scores.ts';

const rise = Float64Array.from({ length: 20 }, (_, time) => time);
const training = {
  values: rise,
  known: new Uint8Array(20).fill(1),
  end: 20,
  seasons: [],
  nonNegative: true,
};

test('origins lie a stride apart, the newest one horizon before the end', () => {
  const folds = rollingOrigin(lastValue, training, { horizon: 3, origins: 3, stride: 4 });
  expect(folds.map(({ origin }) => origin)).toEqual([9, 13, 17]);
  expect(Array.from(folds[0]?.path ?? [])).toEqual([8, 8, 8]);
  expect(Array.from(folds[0]?.actual ?? [])).toEqual([9, 10, 11]);
});

test('a model never holds what it has not seen yet', () => {
  const seen: number[] = [];
  const watching: Model = {
    name: 'watching',
    fit: ({ values, known, end }) => {
      seen.push(values.length, known.length, end);
      return { name: 'watching', forecast: () => undefined };
    },
  };
  rollingOrigin(watching, training, { horizon: 2, origins: 2, stride: 5 });
  expect(seen).toEqual([13, 13, 13, 18, 18, 18]);
});

test('what was not seen is not compared with, and a history too short for the model is left out', () => {
  const known = training.known.map((_, time) => (time === 18 ? 0 : 1));
  const [fold] = rollingOrigin(lastValue, { ...training, known }, { horizon: 2, origins: 1, stride: 1 });
  expect(Array.from(fold?.actual ?? [])).toEqual([Number.NaN, 19]);
  expect(rollingOrigin(seasonalNaive(19), training, { horizon: 1, origins: 4, stride: 1 })).toHaveLength(1);
});

test('skill is the share of the error that is gone', () => {
  expect(skill(3, 4)).toBe(0.25);
  expect(skill(0, 0)).toBeNaN();
});

test('conformal bands hold the share of values that they promise', () => {
  const noise = (index: number) => Math.abs((Math.sin(index * 12.9898) * 43758.5453) % 1);
  const values = Float64Array.from({ length: 600 }, (_, index) => 100 + 10 * noise(index));
  let covered = 0;
  const origins = 100;
  for (let end = 500; end < 500 + origins; end += 1) {
    const past = { ...training, values: values.slice(0, end), known: new Uint8Array(end).fill(1), end };
    const found = conformalBands(lastValue, past, {
      horizon: 1,
      probabilities: [0.05, 0.95],
      calibration: 200,
    });
    const [low, high] = found?.quantiles.map(([value]) => value as number) ?? [];
    const value = values[end] as number;
    if (value >= (low as number) && value <= (high as number)) covered += 1;
  }
  expect(covered / origins).toBeGreaterThan(0.84);
  expect(covered / origins).toBeLessThan(0.97);
});

test('the bootstrap interval holds the mean, is the same for a seed, and widens with dependence', () => {
  const noise = (index: number) => Math.abs((Math.sin(index * 12.9898) * 43758.5453) % 1) - 0.5;
  const steps = Array.from({ length: 200 }, (_, index) => noise(Math.floor(index / 10)));
  const options = { level: 0.95, draws: 400, seed: 7 };
  const short = blockBootstrap(steps, { ...options, block: 1 });
  const long = blockBootstrap(steps, { ...options, block: 20 });
  expect(long).toEqual(blockBootstrap(steps, { ...options, block: 20 }));
  const width = (found: typeof long) => (found?.upper ?? Number.NaN) - (found?.lower ?? Number.NaN);
  expect(width(long)).toBeGreaterThan(1.5 * width(short));
  expect(long?.lower).toBeLessThan(long?.mean ?? Number.NaN);
  expect(long?.upper).toBeGreaterThan(long?.mean ?? Number.NaN);
  expect(blockBootstrap([1, 2, 3], { ...options, block: 2 })).toBeUndefined();
});
