import { describe, expect, test } from 'vitest';
import { judgeSides, type ShadowSecond } from './shadow-log.ts';

const full = (second: number): number => (second >= 60 && second < 200 ? 6 : 1);
const rowsOf = (shadowAt: (second: number) => number, watchedAt = (_: number) => 6): ShadowSecond[] =>
  Array.from({ length: 260 }, (_, second) => ({
    second,
    shadow: shadowAt(second),
    acting: full(second),
    watched: watchedAt(second),
  }));

describe('what is held to be a true rehearsal', () => {
  test.each<[string, readonly ShadowSecond[], boolean]>([
    ['the numbers of mode Full', rowsOf(full), true],
    ['the same one look later, and a pod more', rowsOf((second) => full(second - 15) + 1), true],
    ['one that comes a minute later', rowsOf((second) => full(second - 60)), false],
    ['one that never moves', rowsOf(() => 1), false],
    ['one that is always at the top', rowsOf(() => 6), false],
    ['one that asks for far too much', rowsOf((second) => 2 * full(second)), false],
    ['one whose Deployment moves along', rowsOf(full, full), false],
    ['no look at all', [], false],
  ])('%s', (_name, rows, holds) => {
    expect(judgeSides(rows, 6).every((finding) => finding.holds)).toBe(holds);
  });
});
