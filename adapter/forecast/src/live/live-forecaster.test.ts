import { describe, expect, test } from 'vitest';
import { LiveForecaster } from './live-forecaster.ts';

const options = { stepSeconds: 3600, horizon: 12, levels: [0.8], windows: [6, 12] };
const daily = (hour: number) => 100 + 50 * Math.sin((hour / 24) * 2 * Math.PI) + ((hour * 7919) % 13);
const history = Array.from({ length: 400 }, (_, hour) => daily(hour));

describe('a live forecaster', () => {
  test('answers from the first known sample on and says why', () => {
    const live = LiveForecaster.open(options);
    expect(() => live.forecast()).toThrow(expect.objectContaining({ code: 'HISTORY_EMPTY' }));
    live.add(null);
    expect(() => live.forecast()).toThrow(expect.objectContaining({ code: 'HISTORY_ALL_MISSING' }));
    live.add(5);
    expect(live.forecast().point).toEqual(Array(12).fill(5));
    expect(live.forecast().model.reason).toContain('short');
  });

  test('answers the same after its snapshot was restored, now and later', () => {
    const live = LiveForecaster.open(options, history);
    live.add(null);
    const restored = LiveForecaster.restore(live.snapshot());
    expect(restored.forecast()).toEqual(live.forecast());
    for (const forecaster of [live, restored]) forecaster.add(120);
    expect(restored.forecast()).toEqual(live.forecast());
  });

  test('beats the last value on a daily load and bounds the maximum of a window', () => {
    const live = LiveForecaster.open(options, history);
    const { point, windowMax } = live.forecast();
    const error = (path: number[]) =>
      path.reduce((sum, value, ahead) => sum + Math.abs(value - daily(400 + ahead)), 0);
    expect(error(point)).toBeLessThan(0.2 * error(Array(12).fill(daily(399))));
    expect(windowMax['12']?.['0.9']).toBeGreaterThanOrEqual(windowMax['6']?.['0.5'] ?? Number.NaN);
  });

  test('carried on sample by sample forecasts much as one that was opened with all of them', () => {
    const live = LiveForecaster.open(options, history);
    const later = Array.from({ length: 45 }, (_, index) => daily(400 + index));
    for (const value of later) live.add(value);
    const fresh = LiveForecaster.open(options, [...history, ...later]).forecast();
    live.forecast().point.forEach((value, ahead) => {
      expect(Math.abs(value - (fresh.point[ahead] ?? Number.NaN))).toBeLessThan(4);
    });
    expect(live.forecast().record.skill).toBeGreaterThan(0.5);
  });

  test('reports how often values stayed at or under the 0.9 quantile, across fits and snapshots', () => {
    const live = LiveForecaster.open(options, history);
    for (let hour = 400; hour < 560; hour += 1) live.add(daily(hour));
    const { coverage } = live.forecast().record;
    expect(coverage).toBeGreaterThan(0.7);
    const restored = LiveForecaster.restore(live.snapshot());
    expect(restored.forecast()).toEqual(live.forecast());
  });

  test('keeps samples from before a level shift as they came', () => {
    const doubled = history.map((value, hour) => (hour < 380 ? value : 3 * value));
    const live = LiveForecaster.open(options, doubled);
    live.add(300);
    expect(live.forecast().notes.join()).toContain('level shift');
    const restored = LiveForecaster.restore(live.snapshot());
    expect(restored.snapshot()).toEqual(live.snapshot());
    expect(restored.forecast()).toEqual(live.forecast());
  });

  test('refuses a sample that is no number and stays as it was', () => {
    const live = LiveForecaster.open(options, history);
    const before = live.forecast();
    expect(() => live.add(Number.NaN)).toThrow(expect.objectContaining({ code: 'VALUE_INVALID' }));
    expect(live.forecast()).toEqual(before);
  });

  test('refuses a snapshot that is none', () => {
    expect(() => LiveForecaster.restore(new Uint8Array([1, 2]))).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_INVALID' }),
    );
  });
});
