import { describe, expect, test } from 'vitest';
import { onSlots, rowsOf } from './csv-history.ts';
import { mostSlots } from './slots.ts';

const slots = { stepMs: 60_000, originMs: 0 };

describe('history as CSV', () => {
  test('is read with ISO times and with milliseconds, with a heading or without, in any order', () => {
    const iso = 'timestamp,value\r\n1970-01-01T00:02:00Z,3\n1970-01-01T00:01:00Z,2\n';
    expect(rowsOf(iso)).toEqual([
      { at: 60_000, load: 2 },
      { at: 120_000, load: 3 },
    ]);
    expect(rowsOf('1700000000000, 5.5')).toEqual([{ at: 1_700_000_000_000, load: 5.5 }]);
  });

  test.each(['x\n1,2,3', 'a,b\n2026-01-01T00:00:00Z,-1', 'a,b\nyesterday,1', 'a,b\n2026-01-01T00:00:00Z,'])(
    'is refused with the number of the line: %j',
    (csv) => {
      expect(() => rowsOf(csv)).toThrow(/HISTORY_UNREADABLE: line 2/);
    },
  );

  test('is brought onto slots: means, lines between neighbours, and gaps that stay', () => {
    const minutes = [0, 0.5, 1, 4, 6, 8, 30].map((minute) => ({ at: minute * 60_000, load: minute }));
    const loads = onSlots(minutes, slots).map(({ load }) => load);
    expect(loads.slice(0, 9)).toEqual([0.25, 1, 2.5, 3.5, 4, 5.5, 6, 7.5, 8]);
    expect(loads.slice(9, 30).every((load) => load === undefined)).toBe(true);
  });

  test('reaches back as far as is remembered, however old its first row is', () => {
    const now = Date.parse('2026-03-01T00:00:00Z');
    const values = onSlots(
      [-1e15, now - 60_000, now].map((at, load) => ({ at, load })),
      slots,
    );
    expect(values).toHaveLength(mostSlots);
    expect(values.slice(-2).map(({ load }) => load)).toEqual([1, 2]);
  });
});
