import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { FlipDetector } from './flip-detector.ts';

function fight(times: number, everyMs: number) {
  const clock = new ManualClock();
  const flips = new FlipDetector(clock);
  for (let time = 0; time < times; time++) {
    flips.repaired('a');
    clock.jump(everyMs);
  }
  return { clock, flips };
}

describe('FlipDetector', () => {
  it('lets three repairs within a minute pass', () => {
    expect(fight(3, 1_000).flips.pauseMs('a')).toBe(0);
  });

  it('pauses a minute after the fourth', () => {
    expect(fight(4, 1_000).flips.pauseMs('a')).toBe(59_000);
  });

  it('does not take repairs that are spread out for a fight', () => {
    expect(fight(20, 21_000).flips.pauseMs('a')).toBe(0);
  });

  it('pauses twice as long when the fight goes on after a pause', () => {
    const { flips, clock } = fight(4, 1_000);
    clock.jump(60_000);
    expect(flips.pauseMs('a')).toBe(0);
    flips.repaired('a');
    expect(flips.pauseMs('a')).toBe(120_000);
  });

  it('never pauses longer than ten minutes', () => {
    const { flips, clock } = fight(4, 1_000);
    for (let round = 0; round < 10; round++) {
      clock.jump(flips.pauseMs('a'));
      flips.repaired('a');
    }
    expect(flips.pauseMs('a')).toBe(600_000);
  });

  it('forgets a fight after a long peace', () => {
    const { flips, clock } = fight(4, 1_000);
    clock.jump(60_000 + 600_001);
    expect(flips.pauseMs('a')).toBe(0);
    flips.repaired('a');
    expect(flips.pauseMs('a')).toBe(0);
  });

  it('keeps objects apart', () => {
    expect(fight(4, 1_000).flips.pauseMs('b')).toBe(0);
  });
});
