import { zoneOffsets } from '@pricecast/forecast';
import { expect, test } from 'vitest';
import { LocalTimeline } from './local-timeline.ts';
import { slotOf } from './slots.ts';

const slots = { stepMs: 1_800_000, originMs: 0 };
const berlin = new LocalTimeline(slots, zoneOffsets('Europe/Berlin'));
const slotAt = (instant: string) => slotOf(slots, Date.parse(instant));
/** The half hours of a span, each with the time of day that the wall of Berlin shows then. */
const half = (count: number, begin: string): number[] =>
  Array.from({ length: count }, (_, index) => {
    const shown = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' });
    const [hour = 0, minute = 0] = shown
      .format(Date.parse(begin) + index * slots.stepMs)
      .split(':')
      .map(Number);
    return hour + minute / 60;
  });

const spring = '2026-03-28T23:00:00Z';
const autumn = '2026-10-24T22:00:00Z';

test('an hour that the clock skips is a gap', () => {
  const shown = berlin.from(slotAt(spring), half(8, spring));
  expect(shown).toEqual([0, 0.5, 1, 1.5, null, null, 3, 3.5, 4, 4.5]);
});

test('of an hour that the clock shows twice the later one counts', () => {
  const values = [0, 0.5, 1, 1.5, 'A', 'a', 'B', 'b', 3].map((_, index) => index);
  expect(berlin.from(slotAt(autumn), values)).toEqual([0, 1, 2, 3, 6, 7, 8]);
});

test.each([
  ['spring', spring],
  ['autumn', autumn],
])('the same place of every day is the same time of day, over a change in %s', (_season, begin) => {
  const shown = berlin.from(slotAt(begin), half(3 * 48, begin));
  shown.forEach((value, place) => {
    if (value !== null) expect(value).toBe((place % 48) / 2);
  });
});

test('what follows goes on where the history ended', () => {
  const values = half(12, spring);
  const first = slotAt(spring);
  for (let known = 1; known < values.length; known += 1) {
    const before = berlin.from(first, values.slice(0, known));
    const after = berlin.after(first + known, values.slice(known)) ?? [];
    expect([...before, ...after]).toEqual(berlin.from(first, values));
  }
});

test('nothing can follow when the clock was put back', () => {
  const first = slotAt(autumn);
  expect(berlin.after(first + 4, [1, 2])).toEqual([1, 2]);
  expect(berlin.after(first + 4, [1, 2, 3])).toBeUndefined();
});

test('history that begins within an hour that is shown twice keeps the later one', () => {
  expect(berlin.from(slotAt(autumn) + 5, [1, 2, 3, 4])).toEqual([2, 3, 4]);
});

test('without a zone every slot is a step', () => {
  const utc = new LocalTimeline(slots, zoneOffsets(undefined));
  expect(utc.from(slotAt(autumn), [1, null, 3])).toEqual([1, null, 3]);
  expect(utc.after(slotAt(autumn), [1, null, 3])).toEqual([1, null, 3]);
});
