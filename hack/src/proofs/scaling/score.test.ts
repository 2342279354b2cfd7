import { describe, expect, test } from 'vitest';
import { type Experiment, fullExperiment, isScored, lengthOf, type PretendingSide } from './experiment.ts';
import { loadAt } from './load-curve.ts';
import { plainPretender, pretend, pretendingSides } from './pretenders.ts';
import { beats, scoreOf } from './score.ts';

const { curve, earlierCycles } = fullExperiment;
const arrivals = Array.from({ length: lengthOf(fullExperiment) }, (_, second) =>
  loadAt(second + earlierCycles * curve.cycleSeconds, curve),
);

describe('the load of the experiment', () => {
  test('rises at least threefold within a fifth of each cycle, and no two cycles are alike', () => {
    const rises = (from: number) => {
      const seconds = Array.from({ length: curve.cycleSeconds }, (_, second) => from + second);
      return Math.max(...seconds.map((at) => loadAt(at + curve.cycleSeconds / 5, curve) / loadAt(at, curve)));
    };
    const cycles = Array.from({ length: 10 }, (_, cycle) => cycle * curve.cycleSeconds);
    expect(Math.min(...cycles.map(rises))).toBeGreaterThanOrEqual(3);
    const peaks = cycles.map((from) => loadAt(from + 0.7 * curve.cycleSeconds, curve).toFixed(3));
    expect(new Set(peaks).size).toBe(10);
  });
});

describe('the score', () => {
  const steady = (pods: number): number[] => new Array<number>(lengthOf(fullExperiment)).fill(pods);
  const flat: Experiment = { ...fullExperiment, ratePerPod: 10 };

  test('is short where the Ready pods handle less than arrives, and counts what is paid for', () => {
    const record = { ready: steady(9), present: steady(12), lagSeconds: steady(4) };
    const score = scoreOf(record, steady(95), flat);
    expect(score).toMatchObject({ shortPercent: 100, maxLagSeconds: 4, podSecondsRatio: 1.2 });
  });

  test('leaves the spike out, and the time until it is over', () => {
    const { atSeconds } = flat.spike;
    const isIn = [atSeconds - 1, atSeconds, atSeconds + 80, atSeconds + 100].map((at) => isScored(at, flat));
    expect(isIn).toEqual([true, false, false, true]);
  });

  test.each(pretendingSides)('is not passed by the pretender %s', (name) => {
    const score = (one: PretendingSide) =>
      scoreOf(pretend(one, arrivals, fullExperiment), arrivals, fullExperiment);
    const reactive = score(plainPretender);
    expect(reactive.shortPercent).toBeGreaterThan(5);
    expect(beats(score(name), reactive)).toBe(false);
  });
});
