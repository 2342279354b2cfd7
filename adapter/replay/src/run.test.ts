import { describe, expect, test } from 'vitest';
import { policies } from './policies/by-name.ts';
import { type Look, run } from './run.ts';
import { dailyTrace, setupOf } from './testing/daily-trace.ts';

const trace = dailyTrace(2);
const setup = setupOf(trace);
const options = { warmupDays: 1, startupSeconds: () => 120 };

function looksOf(replayed: typeof setup): readonly Look[] {
  const looks: Look[] = [];
  run(replayed, policies.predictive(replayed), { ...options, onLook: (look) => looks.push(look) });
  return looks;
}

describe('on a load that jumps by the clock', () => {
  const score = Object.fromEntries(
    Object.entries(policies).map(([name, open]) => [name, run(setup, open(setup), options)]),
  );

  test('the plain HPA is short after each jump, the predictive scaler hardly ever', () => {
    expect(score.hpa?.observedRiskPercent).toBeGreaterThan(3);
    expect(score.predictive?.observedRiskPercent).toBeLessThan(1.5);
  });

  test('perfect foresight is never short, and no policy that is not short does with fewer pods', () => {
    expect(score.oracle?.violationMinutesPerDay).toBe(0);
    expect(score.predictive?.podHours).toBeGreaterThan(0.9 * (score.oracle?.podHours ?? 0));
  });

  test('a fixed count acts never', () => {
    expect(score.static?.actionsPerDay).toBe(0);
  });
});

test('nothing before a row depends on it or on later rows', { timeout: 60_000 }, () => {
  const cut = 400;
  const loads = trace.loads.map((load, row) => (row > cut ? (row * 31) % 300 : load));
  const [known, other] = [looksOf(setup), looksOf(setupOf({ times: trace.times, loads }))];
  const unseen = (trace.times[cut + 1] ?? 0) + 30;
  const before = (looks: readonly Look[]) =>
    looks.filter(({ now }) => now < unseen).map(({ desired }) => desired);
  expect(before(other)).toEqual(before(known));
});

test('a gap in the samples moves nothing', { timeout: 60_000 }, () => {
  const kept = [...trace.times.keys()].filter((row) => row < 400 || row >= 424);
  const gapped = {
    times: Float64Array.from(kept, (row) => trace.times[row] ?? 0),
    loads: Float64Array.from(kept, (row) => trace.loads[row] ?? 0),
  };
  const from = (gapped.times[399] ?? 0) + 660;
  const during = looksOf(setupOf(gapped)).filter(({ now }) => now > from && now < (gapped.times[400] ?? 0));
  expect(new Set(during.map(({ reason }) => reason))).toEqual(new Set(['DataStale']));
  expect(new Set(during.map(({ desired, replicas }) => desired - replicas))).toEqual(new Set([0]));
});

test('a forecast is in charge until the next one, however fast pods start', { timeout: 60_000 }, () => {
  const fast = setupOf(trace, { startupSeconds: 30 });
  const reasons = new Set<string>();
  const onLook = ({ now, reason }: Look) => now > fast.world.startsAt + 86_400 && reasons.add(reason);
  run(fast, policies.predictive(fast), { warmupDays: 1, startupSeconds: () => 30, onLook });
  expect(reasons).not.toContain('ForecastStale');
});
