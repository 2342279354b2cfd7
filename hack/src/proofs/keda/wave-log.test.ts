import { describe, expect, test } from 'vitest';
import { wave, waveAt } from '../scaling/known-load.ts';
import { asleepAgain, asleepBy, type WaveSecond, wokenAhead } from './wave-log.ts';

/** Every second from three minutes before the load until the proof gives up, with so many Ready pods. */
const rows = (podsAt: (second: number) => number): readonly WaveSecond[] =>
  Array.from({ length: 180 + asleepBy }, (_, index) => {
    const second = index - 180;
    const pods = podsAt(second);
    return { second, load: waveAt(second), ready: pods, present: pods };
  });
const isLoaded = (second: number) => second >= 0 && second < wave.busySeconds;
const looked = 20;

describe('what is held to be woken ahead', () => {
  test.each([
    ['pods that come half a minute before the load', (second: number) => (second < -30 ? 0 : 6), true],
    ['pods that were there all the time', () => 6, false],
    ['pods that come with the load, as without a forecast', (s: number) => (isLoaded(s) ? 6 : 0), false],
    ['too few pods', (second: number) => (second < -30 ? 0 : 2), false],
    ['none', () => 0, false],
  ])('%s', (_, podsAt, holds) => {
    expect(wokenAhead(rows(podsAt), looked).every((finding) => finding.holds)).toBe(holds);
  });
});

test.each([
  ['goes after the load sleeps again', (second: number) => (second >= wave.busySeconds + 60 ? 0 : 6), true],
  ['stays does not', () => 1, false],
  [
    'goes before the load ends and comes back does not',
    (second: number) => (second < wave.busySeconds - 9 ? 0 : 1),
    false,
  ],
])('a Deployment that %s', (_, podsAt, holds) => {
  expect(asleepAgain(rows(podsAt)).holds).toBe(holds);
});
