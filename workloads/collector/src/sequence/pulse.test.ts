import { expect, test } from 'vitest';
import { beat, isStalled, looked, type Pulse, startPulse } from './pulse.ts';

const now = 1_000_000_000;

/** A stream that brought a trade every so often, the last one now. */
function every(milliseconds: number): Pulse {
  let pulse = startPulse(now - 200 * milliseconds);
  for (let turn = 199; turn >= 0; turn -= 1) pulse = beat(pulse, now - turn * milliseconds);
  return pulse;
}

test.each([
  ['a busy stream', every(10), 2_000],
  ['a stream with a trade each second', every(1_000), 3_000],
  ['a calm stream', every(10_000), 30_000],
  ['a sleepy stream', every(3_600_000), 60_000],
  ['a stream that has not brought a trade yet', startPulse(now), 15_000],
  ['a stream that was opened anew', startPulse(now, every(1_000)), 3_000],
])('%s is looked at after its own time', (_name, pulse, silence) => {
  expect(Math.round(pulse.lookAt - now)).toBe(silence);
});

test('a quiet market is looked at more and more rarely, and never called dumb', () => {
  let pulse = every(1_000);
  const pauses: number[] = [];
  for (let look = 0; look < 9; look += 1) {
    const at = pulse.lookAt;
    pulse = looked(pulse, false, at);
    pauses.push(Math.round((pulse.lookAt - at) / 1_000));
  }
  expect(pauses).toEqual([6, 12, 24, 48, 96, 192, 300, 300, 300]);
  expect(isStalled(pulse)).toBe(false);
});

test('two looks that found what the stream did not bring make a stall, a second apart', () => {
  const once = looked(every(10), true, now + 2_000);
  expect(isStalled(once)).toBe(false);
  expect(once.lookAt).toBe(now + 3_000);
  expect(isStalled(looked(once, true, now + 3_000))).toBe(true);
});

test('a trade ends all suspicion', () => {
  const suspected = looked(looked(every(10), true, now), true, now);
  expect(isStalled(beat(suspected, now + 1))).toBe(false);
});
