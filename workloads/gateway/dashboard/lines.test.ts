import { expect, test } from 'vitest';
import { aBar, anAlert, aPrediction } from '../src/testing/messages.ts';
import { joinPositions } from './answers.ts';
import { chartLines, forecastBand, holesOf, newestSteps } from './lines.ts';

const noon = 1_767_268_800_000;
const bar = (second: number, firstId: number, lastId: number) =>
  aBar(noon + second * 1_000, { intervalSeconds: 1, firstId, lastId, close: String(100 + second) });
const none = { open: new Map<number, number>(), predictions: [] };

test('quiet seconds are no hole, for the ids follow on one another', () => {
  expect(holesOf([bar(0, 1, 5), bar(9, 6, 7)])).toEqual([]);
});

test('missing ids are a hole from the end of one bar to the start of the next, and the line breaks there', () => {
  const bars = [bar(0, 1, 5), bar(9, 20, 21)];
  expect(holesOf(bars)).toEqual([{ from: noon / 1_000 + 1, to: noon / 1_000 + 9 }]);
  expect(chartLines({ ...none, bars }, 0, 60, 300).price).toEqual([100, null, 109]);
});

test('a forecast within a hole does not mend the line', () => {
  const bars = [bar(0, 1, 5), bar(9, 20, 21)];
  const predictions = [aPrediction(noon - 55_000, { horizonSeconds: 60 })];
  expect(chartLines({ ...none, bars, predictions }, 0, 60, 300).price).toEqual([100, null, null, 109]);
});

test('seconds whose bar has not come yet are drawn from trades', () => {
  const open = new Map([[noon / 1_000 + 5, 104.5]]);
  const { times, price } = chartLines({ ...none, bars: [bar(0, 1, 5)], open }, 0, 60, 300);
  expect(times).toEqual([noon / 1_000 + 1, noon / 1_000 + 5]);
  expect(price).toEqual([100, 104.5]);
});

test('the band shows the past as one horizon saw it and the future as the newest forecast does', () => {
  const ahead = (basedOn: number, horizonSeconds: number) => aPrediction(basedOn, { horizonSeconds });
  const predictions = [60, 300].flatMap((horizon) => [ahead(noon, horizon), ahead(noon + 60_000, horizon)]);
  const times = forecastBand(predictions, 60, 300).map(({ time }) => time * 1_000 - noon);
  expect(times).toEqual([60_000, 120_000, 360_000]);
});

test('without a forecast there is no band', () => {
  expect(forecastBand([], 60, 300)).toEqual([]);
});

test('of an alert the newest step counts', () => {
  const opened = anAlert(noon);
  const resolved = { ...opened, state: 'Resolved', time: noon + 5_000 } as const;
  expect(newestSteps([resolved, opened, anAlert(noon + 1_000)]).map(({ state }) => state)).toEqual([
    'Opened',
    'Resolved',
  ]);
});

test('positions of several answers become one', () => {
  expect(joinPositions(['abc~t1.2~b3', 'abc~p4', 'abc~a5'])).toBe('abc~t1.2~b3~p4~a5');
});
