import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AheadForecaster } from './ahead-forecaster.ts';

const options = { window: { from: 2.5, to: 3.5 }, seasons: { short: 12, long: 144, longest: 1_008 } };
const daily = (step: number) => 100 + 50 * Math.sin((2 * Math.PI * step) / 144) + ((step * 7_919) % 13);
const jumps = (step: number) => daily(step) + (step % 12 >= 6 && step % 12 < 8 ? 200 : 0);

function fed(values: readonly (number | null)[]): AheadForecaster {
  const forecaster = new AheadForecaster(options);
  for (const value of values) forecaster.add(value);
  return forecaster;
}

const at = (forecaster: AheadForecaster, level: number): number => {
  const forecast = forecaster.forecast();
  return forecast?.loads[forecast.levels.indexOf(level)] ?? Number.NaN;
};

test('there is no forecast before there are enough samples', () => {
  expect(fed([1, 2, 3]).forecast()).toBeUndefined();
});

describe('on a load that jumps by the clock', { timeout: 30_000 }, () => {
  const steps = Array.from({ length: 720 }, (_, step) => jumps(step));

  test('the jump is foreseen, and its absence as well', () => {
    const forecaster = fed(steps.slice(0, 432 - 12 + 4));
    expect(at(forecaster, 0.5)).toBeGreaterThan(250);
    for (const step of [424, 425, 426, 427, 428]) forecaster.add(steps[step] ?? null);
    expect(at(forecaster, 0.9)).toBeLessThan(220);
  });

  test('about nine in ten maxima stay at or under the 0.9 quantile', () => {
    const forecaster = fed(steps.slice(0, 432));
    let covered = 0;
    for (let step = 432; step < 720; step += 1) {
      const peak = Math.max(jumps(step + 2), jumps(step + 3), (jumps(step + 1) + jumps(step + 2)) / 2);
      if (peak <= at(forecaster, 0.9)) covered += 1;
      forecaster.add(steps[step] ?? null);
    }
    expect(covered / 288).toBeGreaterThan(0.85);
  });
});

test('missing samples are missing: they neither end the forecast nor count as zero', () => {
  const values = Array.from({ length: 400 }, (_, step) => (step % 7 === 3 ? null : daily(step)));
  expect(at(fed(values), 0.5)).toBeGreaterThan(50);
});

test('quantiles are ordered, finite and not negative, whatever came', { timeout: 30_000 }, () => {
  const load = fc.oneof(fc.constant(null), fc.constant(0), fc.double({ min: 0, max: 1e9, noNaN: true }));
  fc.assert(
    fc.property(fc.array(load, { minLength: 60, maxLength: 260 }), (values) => {
      const loads = fed(values).forecast()?.loads ?? [0];
      for (const [index, value] of loads.entries()) {
        expect(Number.isFinite(value) && value >= 0).toBe(true);
        expect(value).toBeGreaterThanOrEqual(loads[index - 1] ?? 0);
      }
    }),
    { numRuns: 15 },
  );
});

test('a load that was next to nothing and grows beyond all bounds has finite quantiles', () => {
  const tiny = Array.from({ length: 60 }, (_, step) => (step === 20 ? 6.15e-321 : 0));
  const loads = fed([...tiny, 1.6e-246, 0, 1e9, 0, 0]).forecast()?.loads ?? [];
  expect(loads.length).toBeGreaterThan(0);
  expect(loads.every(Number.isFinite)).toBe(true);
});

test('a load in another unit gives the same forecast in that unit', () => {
  const values = Array.from({ length: 300 }, (_, step) => daily(step));
  const scaled = fed(values.map((value) => 1_000 * value));
  expect(at(scaled, 0.9) / at(fed(values), 0.9)).toBeCloseTo(1_000, 3);
});

test('a negative load is refused and nothing changes', () => {
  const forecaster = fed(Array.from({ length: 100 }, (_, step) => daily(step)));
  const before = forecaster.forecast();
  expect(() => forecaster.add(-1)).toThrow(expect.objectContaining({ code: 'VALUE_INVALID' }));
  expect(forecaster.forecast()).toEqual(before);
});
