import { expect, test } from 'vitest';
import { aPrediction, someFeatures } from '../testing/messages.ts';
import { ForecastRecord } from './forecast-record.ts';

const minute = 60_000;
const noon = 1_767_268_800_000;
const rowOf = (record: ForecastRecord, target: string) => record.rows().find((row) => row.target === target);

test('a forecast of the price is judged by the close of the minute that it was for', () => {
  const record = new ForecastRecord();
  record.predicted(
    aPrediction(noon, {
      horizonSeconds: 60,
      lastValue: 100,
      point: 110,
      intervals: [
        { levelPercent: 80, lower: 105, upper: 115 },
        { levelPercent: 95, lower: 100, upper: 125 },
      ],
    }),
  );
  expect(rowOf(record, 'Price')).toMatchObject({ judged: 0, errorRatio: null });
  record.happened(someFeatures(noon + minute, { close: '121.00' }));
  expect(rowOf(record, 'Price')).toMatchObject({
    judged: 1,
    coverage: { 80: 0, 95: 1 },
    errorRatio: expect.closeTo(0.5, 6),
  });
});

test('a forecast that is read after its time has come is judged at once', () => {
  const record = new ForecastRecord();
  record.happened(someFeatures(noon + minute));
  record.predicted(aPrediction(noon, { horizonSeconds: 60 }));
  expect(rowOf(record, 'Price')?.judged).toBe(1);
});

test('volume is the sum of the minutes and volatility the root of the summed squares', () => {
  const record = new ForecastRecord();
  const change = { horizonSeconds: 120, intervals: [{ levelPercent: 95, lower: 2.99, upper: 3.01 }] };
  record.predicted(aPrediction(noon, { ...change, target: 'Volume' }));
  record.predicted(
    aPrediction(noon, {
      ...change,
      target: 'Volatility',
      intervals: [{ levelPercent: 95, lower: 4.99, upper: 5.01 }],
    }),
  );
  record.happened(someFeatures(noon + minute, { volume: 1, logReturn: 3 }));
  record.happened(someFeatures(noon + 2 * minute, { volume: 2, logReturn: -4 }));
  expect(rowOf(record, 'Volume')?.coverage).toEqual({ 95: 1 });
  expect(rowOf(record, 'Volatility')?.coverage).toEqual({ 95: 1 });
});

test('a truth with a hole judges nothing', () => {
  const record = new ForecastRecord();
  record.predicted(aPrediction(noon, { horizonSeconds: 120, target: 'Volume' }));
  record.happened(someFeatures(noon + 2 * minute));
  expect(rowOf(record, 'Volume')?.judged).toBe(0);
});

test('the labels of the forecaster are counted by symbol, the newest of each', () => {
  const record = new ForecastRecord();
  record.predicted(aPrediction(noon, { label: 'NotJudgedYet' }));
  record.predicted(aPrediction(noon + minute, { label: 'Skilled' }));
  record.predicted(aPrediction(noon, { symbol: 'ETHUSDT', label: 'NoSkillOverLastValue' }));
  expect(rowOf(record, 'Price')?.labels).toEqual({ Skilled: 1, NoSkillOverLastValue: 1 });
});
