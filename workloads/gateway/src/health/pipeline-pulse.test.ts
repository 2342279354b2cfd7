import { expect, test } from 'vitest';
import { aPrediction, aTrade, someFeatures } from '../testing/messages.ts';
import { figures } from './figures.ts';
import { PipelinePulse } from './pipeline-pulse.ts';
import { stageAddress, summarize } from './stage-look.ts';

const noon = 1_767_268_800_000;
const trade = (tradeTime: number) => ({ channel: 'trades', value: aTrade(1, { tradeTime }) }) as const;

test('nothing seen is not known, and never zero', () => {
  const pulse = new PipelinePulse();
  expect(figures(pulse, [], noon).map(({ value, holds }) => [value, holds])).toEqual(
    Array.from({ length: 7 }, () => [null, null]),
  );
});

test('a trade in every second is a collection rate of 1 Hz; a missing second lowers it', () => {
  const pulse = new PipelinePulse();
  for (const second of [0, 1, 2, 4]) pulse.see(trade(noon + second * 1_000), noon + second * 1_000);
  expect(pulse.collectionHertz(noon + 3_000)).toBe(1);
  expect(pulse.collectionHertz(noon + 5_000)).toBe(0.8);
});

test('trades read from the past say nothing about the rate of now', () => {
  const pulse = new PipelinePulse();
  pulse.see(trade(noon - 300_000), noon);
  expect(pulse.tradeDelaySeconds(0.99, noon)).toBeUndefined();
  expect(pulse.tradesPerSecond(noon + 1_000)).toBeUndefined();
});

test('the latency of a forecast runs from the features of its minute', () => {
  const pulse = new PipelinePulse();
  pulse.see({ channel: 'features', value: someFeatures(noon) }, noon + 2_000);
  pulse.see({ channel: 'predictions', value: aPrediction(noon) }, noon + 2_050);
  pulse.see({ channel: 'predictions', value: aPrediction(noon, { target: 'Volume' }) }, noon + 9_000);
  expect(pulse.predictionDelaySeconds(0.99, noon + 9_000)).toBe(0.05);
});

test('the age of bars is no lag of the pipeline', () => {
  const forecaster = summarize(stageAddress('forecaster=host:9090/4'), [
    { ready: true, report: { stage: 'forecaster', conditions: [], gauges: { lagSeconds: 5 } } },
  ]);
  const lag = figures(new PipelinePulse(), [forecaster], noon).find(({ name }) => name === 'lag');
  expect(lag?.value).toBeNull();
});

test('a figure holds by its target, and the slowest stage is the lag of the pipeline', () => {
  const pulse = new PipelinePulse();
  const stage = (lagSeconds: number) =>
    summarize(stageAddress('processor=host:9090/4'), [
      { ready: true, report: { stage: 'processor', conditions: [], gauges: { lagSeconds } } },
      { ready: false, report: undefined },
    ]);
  expect(stage(0)).toMatchObject({ readyPods: 1, pods: 2, mostPods: 4, lagSeconds: 0 });
  const lag = figures(pulse, [stage(0), stage(7)], noon).find(({ name }) => name === 'lag');
  expect(lag).toMatchObject({ value: 7, holds: false });
});
