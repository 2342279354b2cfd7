import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jumpWidth } from './jump-features.ts';
import { JumpHistory } from './jump-history.ts';
import { Samples } from './samples.ts';
import { SortedWindow } from './sorted-window.ts';
import { StepValues } from './step-values.ts';
import { Walk } from './walk.ts';

test('the newest of so many steps are kept, and what was dropped or did not come reads as NaN', () => {
  const values = new StepValues(1_300);
  for (let step = 0; step < 5_000; step += 1) values.push(step);
  values.set(4_500, -1);
  expect([4_300, 4_500, 4_999].map((step) => values.at(step))).toEqual([4_300, -1, 4_999]);
  expect([-1, 0, 1_500, 5_000].map((step) => values.at(step))).toEqual(Array(4).fill(Number.NaN));
});

test('a missing sample repeats the one before it and is known to be missing', () => {
  const samples = new Samples(100, 1);
  for (const load of [Number.NaN, 0, Number.NaN, 49, Number.NaN]) samples.push(load);
  expect([0, 1, 2, 3, 4].map((step) => samples.level(step))).toEqual([0, 0, 0, 7, 7]);
  expect([0, 1, 2, 3, 4, 5].map((step) => samples.isKnown(step))).toEqual([
    false,
    true,
    false,
    true,
    false,
    false,
  ]);
});

test('a sorted window tells the quantiles of the newest values', () => {
  const value = fc.integer({ min: -5, max: 5 });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
      const window = new SortedWindow(10);
      for (const one of values) window.add(one);
      const sorted = values.slice(-10).toSorted((a, b) => a - b);
      expect(window.count).toBe(sorted.length);
      expect(window.largest).toBe(sorted.at(-1));
      sorted.forEach((one, index) => {
        expect(window.quantile(sorted.length > 1 ? index / (sorted.length - 1) : 0)).toBeCloseTo(one, 9);
      });
    }),
  );
});

describe('the moments that jumps are learned from', () => {
  const season = 24;
  const options = { window: { from: 1.5, to: 2.5 }, seasons: { short: 4, long: season, longest: 48 } };
  const samples = new Samples(10_000, 9);
  for (let step = 0; step < 900; step += 1)
    samples.push(step % 50 === 7 ? Number.NaN : 20 + ((step * 7_919) % 13));
  const fromStart = () => new Walk(options, { samples, indicators: [] });

  test.each([100, 335, 336, 337, 700, 899])('are at step %i described as they were then', (now) => {
    const kept = 14 * season;
    const walk = fromStart();
    const moments: { readonly features: number[]; miss?: number }[] = [];
    while (walk.now < now) {
      const missed = walk.advance();
      const row = new Float32Array(jumpWidth(0));
      walk.describe(row);
      moments.push({ features: Array.from(row) });
      const settled = moments[missed?.step ?? Number.NaN];
      if (missed !== undefined && missed.step > 60 && settled !== undefined) settled.miss = missed.miss;
    }
    const expected = Array.from({ length: Math.min(kept, now + 1) }, (_, at) => {
      const last = now - (((now % kept) - at + kept) % kept);
      return moments[last];
    }).filter((moment) => moment?.miss !== undefined);
    const history = new JumpHistory(season, jumpWidth(0), fromStart);
    if (now > 500) history.rowsUpTo(now - season);
    const rows = history.rowsUpTo(now);
    expect(Array.from(rows.misses)).toEqual(expected.map((moment) => moment?.miss));
    expect(Array.from(rows.features)).toEqual(expected.flatMap((moment) => moment?.features ?? []));
  });
});
