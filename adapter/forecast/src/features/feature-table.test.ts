import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FeatureTable } from './feature-table.ts';

const startSeconds = Date.parse('2026-03-28T22:30:00Z') / 1000;
const values = Float64Array.of(1, 2, 4, 8, 16, 32, 64, 128);

function rowOf(table: FeatureTable, time: number): Record<string, number> {
  const row = new Float64Array(table.names.length);
  table.write(values, time, row);
  return Object.fromEntries(table.names.map((name, column) => [name, row[column] ?? Number.NaN]));
}

describe('a feature table', () => {
  test('has the seven columns of the seeds', () => {
    const table = new FeatureTable({ stepSeconds: 1800, startSeconds });
    expect(rowOf(table, 5)).toEqual({
      time_index: 5,
      hour_of_day: 1,
      minute_of_hour: 0,
      rolling_mean_5: 6.2,
      rolling_std_5: expect.closeTo(6.0992, 4),
      lag_1: 16,
      lag_2: 8,
    });
  });

  test('follows the local clock through the change to summer time', () => {
    const table = new FeatureTable(
      { stepSeconds: 1800, startSeconds },
      { features: ['hour_of_day', 'day_of_week', 'lag_4'], timeZone: 'Europe/Berlin' },
    );
    expect([3, 4, 5, 6].map((time) => rowOf(table, time).hour_of_day)).toEqual([1, 1, 3, 3]);
    expect(rowOf(table, 1).day_of_week).toBe(0);
    expect(rowOf(table, 6).lag_4).toBe(4);
  });

  test('has no number where the history does not reach or is missing', () => {
    const table = new FeatureTable({ stepSeconds: 60 }, { features: ['lag_3', 'rolling_mean_2'] });
    expect(rowOf(table, 1)).toEqual({ lag_3: Number.NaN, rolling_mean_2: Number.NaN });
    const row = new Float64Array(2);
    table.write(Float64Array.of(1, Number.NaN, 3), 3, row);
    expect([...row]).toEqual([1, Number.NaN]);
  });

  test('never looks at the value of its row or later ones', () => {
    const table = new FeatureTable({ stepSeconds: 60 });
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 8, maxLength: 8 }), (later) => {
        const changed = Float64Array.from(values, (value, time) => (time < 6 ? value : (later[time] ?? 0)));
        expect(table.rows(changed).slice(0, 7 * 7)).toEqual(table.rows(values).slice(0, 7 * 7));
      }),
    );
  });

  test.each(['lag_0', 'rolling_std_1', 'moon', 'constructor', 'lag_'])('refuses %s by code', (name) => {
    expect(() => new FeatureTable({ stepSeconds: 60 }, { features: [name] })).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }),
    );
  });
});
