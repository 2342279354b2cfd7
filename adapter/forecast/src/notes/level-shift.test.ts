import { describe, expect, test } from 'vitest';
import { forecastSeries } from '../forecast-series.ts';
import { seriesFrom } from '../series.ts';
import { levelShiftIn } from './level-shift.ts';

const noise = (time: number) => 1 + 0.1 * (Math.abs((Math.sin(time * 12.9898) * 43758.5453) % 1) - 0.5);
const hourly = (time: number) => 100 * (1.5 + Math.sin((2 * Math.PI * time) / 24)) * noise(time);
const hours = (length: number, value: (time: number) => number) =>
  Float64Array.from({ length }, (_, time) => value(time));

describe('a level shift', () => {
  test('is found where it happened, by how much, for as long as the history shows it', () => {
    for (const ago of [14, 30, 70]) {
      const shift = levelShiftIn(
        hours(24 * 14, (time) => hourly(time) * (time >= 24 * 14 - ago ? 3 : 1)),
        24,
      );
      expect(Math.abs((shift?.at ?? Number.NaN) - (24 * 14 - ago))).toBeLessThanOrEqual(6);
      expect(shift?.factor).toBeCloseTo(3, 0);
    }
  });

  test.each<[string, (time: number) => number]>([
    ['none came', hourly],
    ['weekends are quiet', (time) => hourly(time) * (Math.floor(time / 24) % 7 < 5 ? 1 : 0.3)],
    ['a burst lasted four hours', (time) => hourly(time) * (time >= 300 && time < 304 ? 5 : 1)],
    ['the load came back from an outage', (time) => hourly(time) * (time >= 290 && time < 304 ? 0.01 : 1)],
    ['the load grows slowly', (time) => hourly(time) * (1 + time / 500)],
    ['all is zero', () => 0],
  ])('is not seen where %s', (_, value) => {
    expect(levelShiftIn(hours(24 * 15 + 11, value), 24)).toBeUndefined();
  });

  test('is noted, and the forecast stands on the new level at hours that the new level has not seen yet', () => {
    const values = hours(24 * 14, (time) => hourly(time) * (time >= 24 * 14 - 14 ? 3 : 1));
    const { point, notes } = forecastSeries(seriesFrom([...values], 3600), { horizon: 24 });
    expect(notes.join()).toContain('level shift');
    const error = point.reduce((sum, value, ahead) => sum + Math.abs(value - 3 * hourly(24 * 14 + ahead)), 0);
    const size = point.reduce((sum, _, ahead) => sum + 3 * hourly(24 * 14 + ahead), 0);
    expect(error / size).toBeLessThan(0.1);
  });
});
