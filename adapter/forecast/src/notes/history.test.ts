import { describe, expect, test } from 'vitest';
import { forecastSeries } from '../forecast-series.ts';
import { LiveForecaster } from '../live/live-forecaster.ts';
import { seriesFrom } from '../series.ts';
import { notesOn } from './history.ts';

const daily = (time: number) => 100 + 50 * Math.sin((2 * Math.PI * time) / 24) + ((time * 7919) % 13);
const values = (value: (time: number) => number) => Array.from({ length: 240 }, (_, time) => value(time));
const counter = values((time) => 5 * (time % 100));

describe('an operator is told', () => {
  test.each<[string, (time: number) => number, string]>([
    ['that the load drifts', (time) => daily(time) + time, 'drift'],
    ['that values are missing', (time) => (time % 9 === 0 ? Number.NaN : daily(time)), 'gaps'],
    ['that the values look like a counter', (time) => 3 * time, 'counter'],
  ])('%s', (_, value, word) => {
    expect(notesOn(Float64Array.from(values(value)), 24).notes.join()).toContain(word);
  });

  test('nothing about an ordinary load', () => {
    expect(notesOn(Float64Array.from(values(daily)), 24)).toEqual({
      shift: undefined,
      notes: [],
      refusal: undefined,
    });
  });
});

describe('a counter that began again', () => {
  test('is refused by code', () => {
    expect(() => forecastSeries(seriesFrom(counter, 60), { horizon: 5 })).toThrow(
      expect.objectContaining({ code: 'COUNTER_RESET' }),
    );
  });

  test('is refused by a live forecaster when it is asked, not when it takes samples', () => {
    const live = LiveForecaster.open({ stepSeconds: 60, horizon: 5 }, counter);
    live.add(7);
    expect(() => live.forecast()).toThrow(expect.objectContaining({ code: 'COUNTER_RESET' }));
  });
});
