import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  coverageOf,
  type ForecastOutcome,
  type GateMemory,
  judgeForecast,
  noSkill,
  pinballLoss,
  skillPercent,
} from './gate.ts';

const settings = {
  minSkillPercent: 10,
  maxCoverageErrorPercent: 5,
  armAfterCycles: 20,
  disarmAfterCycles: 20,
};
const outcome = (skill: number, covered = true): ForecastOutcome => ({
  loss: 1 - skill,
  baselineLoss: 1,
  covered,
  level: 0.9,
});
const after = (memory: GateMemory, count: number, seen: ForecastOutcome) =>
  Array.from({ length: count }).reduce<GateMemory>((known) => judgeForecast(known, seen, settings), memory);

const armed = after(noSkill, 60, outcome(0.3));

test('skill arms after enough cycles and not before', () => {
  expect(after(noSkill, 38, outcome(0.3)).armed).toBe(false);
  expect(after(noSkill, 39, outcome(0.3)).armed).toBe(true);
});

test('a forecast no better than the last value is never armed', () => {
  expect(after(noSkill, 1_000, outcome(0.05)).armed).toBe(false);
});

test('skill between the two thresholds changes nothing either way', () => {
  expect(after(armed, 2_000, outcome(0.05)).armed).toBe(true);
});

test('lost skill disarms', () => {
  expect(after(armed, 400, outcome(-0.5)).armed).toBe(false);
});

test('coverage below the promise disarms, coverage above it does not', () => {
  expect(after(armed, 400, outcome(0.3, false)).armed).toBe(false);
  expect(after(armed, 400, outcome(0.3, true)).armed).toBe(true);
});

test('skill is the share of the baseline loss that is saved', () => {
  expect(skillPercent(armed)).toBeCloseTo(30);
  expect(pinballLoss(0.9, 10, 20)).toBeCloseTo(9);
  expect(pinballLoss(0.9, 10, 0)).toBeCloseTo(1);
});

describe('coverage', () => {
  const covered = (shares: readonly boolean[], overlap: number) =>
    shares.reduce<GateMemory>(
      (memory, isCovered) => judgeForecast(memory, { ...outcome(0.5, isCovered), overlap }, settings),
      noSkill,
    );

  test('that is right is never taken for wrong by a run of chance among few overlapping outcomes', () => {
    // Each 12 outcomes are one: of four windows one was short, which nine in ten promise to happen.
    const shares = Array.from({ length: 48 }, (_, index) => index < 24 || index >= 36);
    expect(covered(shares, 12).armed).toBe(true);
  });

  test('that is wrong is found out once there are enough outcomes', () => {
    const shares = Array.from({ length: 2_000 }, (_, index) => index % 10 < 6);
    expect(covered(shares, 12).armed).toBe(false);
    expect(coverageOf(covered(shares, 12))).toBeCloseTo(0.6, 1);
  });

  test('within the tolerance arms, however the outcomes fall', () => {
    const calibrated = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 300, maxLength: 600 });
    fc.assert(
      fc.property(calibrated, (draws) => {
        const shares = draws.map((draw) => draw < 93);
        fc.pre(shares.filter(Boolean).length / shares.length > 0.88);
        expect(covered(shares, 10).armed).toBe(true);
      }),
    );
  });
});
