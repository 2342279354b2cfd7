import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DemandHistory } from './demand-history.ts';
import { mostSlots, slotSeconds } from './slots.ts';

const slots = { stepMs: 10_000, originMs: 500 };
const at = (slot: number) => 500 + slot * 10_000 + 5_000;

describe('a history of demand', () => {
  test('averages the samples of a slot, and gives it out when it is over', () => {
    const history = new DemandHistory(slots);
    history.note(at(7) - 2_000, 10);
    history.note(at(7), 20);
    expect(history.closeBefore(at(7))).toEqual([]);
    expect(history.closeBefore(at(8))).toEqual([15]);
    expect(history.series).toEqual({ firstSlot: 7, values: [15] });
  });

  test('keeps a slot without samples as a gap, never as zero', () => {
    const history = new DemandHistory(slots);
    history.note(at(0), 1);
    history.note(at(3), 4);
    expect(history.closeBefore(at(5))).toEqual([1, null, null, 4, null]);
  });

  test('puts the past before and into what is known, and writes over nothing', () => {
    const history = new DemandHistory(slots);
    history.note(at(3), 4);
    history.note(at(5), 6);
    history.closeBefore(at(6));
    const past = [1, 2, 3, 4, 5].map((slot) => ({ at: at(slot), load: slot * 100 }));
    expect(history.fill([...past, { at: at(0), load: undefined }])).toBe(3);
    expect(history.series).toEqual({ firstSlot: 1, values: [100, 200, 4, 400, 6] });
  });

  test('remembers the newest slots only', () => {
    const history = new DemandHistory(slots);
    history.fill(Array.from({ length: mostSlots + 10 }, (_, slot) => ({ at: at(slot), load: slot })));
    expect(history.series.values).toHaveLength(mostSlots);
    expect(history.series.firstSlot).toBe(10);
  });

  test('gives each slot out once and in order, whatever comes when', () => {
    const steps = fc.array(fc.tuple(fc.nat(5), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (moves) => {
        const history = new DemandHistory(slots);
        const given: (number | null)[] = [];
        let slot = 0;
        for (const [ahead, seen] of moves) {
          slot += ahead;
          if (seen) history.note(at(slot), slot);
          given.push(...history.closeBefore(at(slot)));
        }
        expect(given).toEqual(history.series.values);
        given.forEach((value, index) => {
          if (value !== null) expect(value).toBe(history.series.firstSlot + index);
        });
      }),
    );
  });
});

describe('the length of a slot', () => {
  test.each([
    [15, [], 60],
    [60, [], 60],
    [5, [480], 5],
    [15, [86_400], 30],
    [15, [86_400, 604_800], 60],
    [3_600, [604_800], 3_600],
  ])('with samples every %d s and seasons of %j is %d s', (interval, seasons, seconds) => {
    expect(slotSeconds(interval, seasons)).toBe(seconds);
  });
});
