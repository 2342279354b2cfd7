import { describe, expect, test } from 'vitest';
import { trackSeasons } from './track-seasons.ts';

const wave = (length: number, period: number) =>
  Array.from({ length }, (_, step) => 100 + 50 * Math.sin((2 * Math.PI * step) / period) + (step % 3));

describe('the seasons of a track', () => {
  test.each([
    ['of one given season: its parts and its weeks', 5, [96], [], { short: 4, long: 96, longest: 672 }],
    ['of a day and a week', 60, [1_440, 10_080], [], { short: 60, long: 1_440, longest: 10_080 }],
    ['of all three', 60, [60, 1_440, 10_080], [], { short: 60, long: 1_440, longest: 10_080 }],
    ['of a week alone: its days', 60, [10_080], [], { short: 60, long: 1_440, longest: 10_080 }],
    ['of one too short to learn from: none', 60, [2], [], { short: 60, long: 1_440, longest: 10_080 }],
    ['that the history shows', 15, undefined, wave(960, 96), { short: 4, long: 96, longest: 672 }],
    ['of nothing known: hour, day and week', 60, undefined, [], { short: 60, long: 1_440, longest: 10_080 }],
  ])('%s', (_, stepSeconds, given, history, seasons) => {
    expect(trackSeasons(stepSeconds, given, history)).toEqual(seasons);
  });
});
