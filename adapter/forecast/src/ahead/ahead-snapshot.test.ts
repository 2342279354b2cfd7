import { describe, expect, test } from 'vitest';
import { AheadForecaster } from './ahead-forecaster.ts';

const options = {
  window: { from: 2.5, to: 3.5 },
  seasons: { short: 4, long: 24, longest: 168 },
  learnPhase: 0.25,
};
const load = (step: number) =>
  step % 97 === 13 ? null : 100 + 50 * Math.sin((2 * Math.PI * step) / 24) + ((step * 7_919) % 31);

function fed(count: number): AheadForecaster {
  const forecaster = new AheadForecaster(options);
  for (let step = 0; step < count; step += 1) forecaster.add(load(step));
  return forecaster;
}

describe('a forecaster restored from its snapshot answers as the one that was saved, now and later,', () => {
  test.each([
    ['before its first sample', 0],
    ['before it has a scale', 20],
    ['before its first jump model', 150],
    ['with a jump model', 300],
    ['with moments that are too old', 700],
  ])('%s', (_, count) => {
    const forecaster = fed(count);
    const restored = AheadForecaster.restore(forecaster.snapshot());
    expect(restored.count).toBe(count);
    expect(restored.options).toEqual(options);
    for (let step = count; step < count + 60; step += 1) {
      expect(restored.forecast()).toEqual(forecaster.forecast());
      for (const one of [restored, forecaster]) one.add(load(step));
    }
  });
});

test('a phase moves when jumps are learned, and nothing before there were several seasons', () => {
  const others = new AheadForecaster({ ...options, learnPhase: 0.75 });
  const forecaster = fed(0);
  const differs: number[] = [];
  for (let step = 0; step < 400; step += 1) {
    for (const one of [forecaster, others]) one.add(load(step));
    const [first, second] = [forecaster, others].map((one) => one.forecast()?.loads);
    if (`${first}` !== `${second}`) differs.push(step);
  }
  // First learned at step 200, then by the phase: 18 and 6 steps later.
  expect(differs[0]).toBe(206);
  expect(differs.length).toBeGreaterThan(100);
});

test.each([-0.1, 1, Number.NaN])('a phase of %d is refused by code', (learnPhase) => {
  expect(() => new AheadForecaster({ ...options, learnPhase })).toThrow(
    expect.objectContaining({ code: 'REQUEST_INVALID' }),
  );
});

test('forecasts do not depend on when they are asked for', () => {
  const asked = fed(0);
  for (let step = 0; step < 500; step += 1) {
    asked.add(load(step));
    if (step % 3 === 0) asked.forecast();
  }
  expect(fed(500).forecast()).toEqual(asked.forecast());
});

test.each<[string, (snapshot: Uint8Array) => Uint8Array]>([
  ['cut off', (snapshot) => snapshot.subarray(0, snapshot.length - 9)],
  ['too long', (snapshot) => Uint8Array.from([...snapshot, 0, 0, 0, 0])],
  ['of something else', () => new TextEncoder().encode('{"version":1}')],
  ['empty', () => new Uint8Array(0)],
])('a snapshot that is %s is refused by code', (_, change) => {
  const snapshot = change(fed(300).snapshot());
  expect(() => AheadForecaster.restore(snapshot)).toThrow(
    expect.objectContaining({ code: 'SNAPSHOT_INVALID' }),
  );
});
