import { expect, test } from 'vitest';
import { type DemandSource, type PastValue, type Reading, unread } from '../demand/reading.ts';
import type { TrackRegressor } from '../forecasting/forecast-answer.ts';
import { statusOf } from '../status/status-of.ts';
import { forecasterHere, ScalerScene } from '../testing/scaler-scene.ts';
import { producedAt } from '../testing/world.ts';
import { explanationOf } from './explain.ts';

/** Steps by which the mailing is known before its rush; pods that are asked for serve after six to ten. */
const lead = 12;
const ripple = (step: number) => (Math.abs(step) * 7_919) % 13;
/** A rush of twelve steps at moments that no clock tells. */
const isRush = (step: number) => [3, 17, 22, 40, 41, 63, 78, 90].includes(Math.floor(step / 12) % 97);
const load = (step: number) => 60 + ripple(step) + (isRush(step) ? 200 : 0);
const mailing = (step: number) => (isRush(step + lead) ? 5 : 0) - 2;
const history = 96 * 12;
const stepsBefore = (value: (step: number) => number): PastValue[] =>
  Array.from({ length: history }, (_, index) => ({
    at: producedAt + (index - history) * 5_000,
    load: value(index),
  }));

/** A regressor that a test speaks for. */
class Told implements DemandSource {
  reading: Reading | Promise<Reading> = { kind: 'Started' };
  wait: Promise<void> = Promise.resolve();
  async past(): Promise<readonly PastValue[]> {
    await this.wait;
    return stepsBefore(mailing);
  }
  async read(): Promise<Reading> {
    return this.reading;
  }
  async close(): Promise<void> {}
}

const mail: TrackRegressor = { name: 'mail', digest: '1' };

async function begun(told: Told | undefined): Promise<ScalerScene> {
  const led = told === undefined ? [] : [{ identity: mail, source: told }];
  const scene = new ScalerScene(forecasterHere(), undefined, led);
  scene.past = stepsBefore(load);
  await scene.loop.backfill();
  return scene;
}

/** Takes so many steps, and answers the 0.9 quantiles that were forecast. */
async function forecasts(scene: ScalerScene, told: Told | undefined, steps: number): Promise<number[]> {
  const seen: number[] = [];
  for (let step = history; step < history + steps; step += 1) {
    if (told !== undefined) told.reading = { kind: 'Value', at: scene.now + 4_000, load: mailing(step) };
    await scene.sample(load(step));
    const { forecast } = scene.last.observation;
    const { outlook } = forecast?.answer.kind === 'Made' ? forecast.answer : {};
    seen.push(outlook?.loads[outlook.levels.indexOf(0.9)] ?? Number.NaN);
  }
  return seen;
}

const conditionOf = ({ last, loop }: ScalerScene) =>
  statusOf(last.conclusion, last.observation, loop.history.seconds).conditions?.find(
    ({ type }) => type === 'ForecastAvailable',
  );

test('a rush that a regressor shows in advance is forecast before it comes, and not without it', async () => {
  const told = new Told();
  const steps = 12 * 12;
  const [led, alone] = [
    await forecasts(await begun(told), told, steps),
    await forecasts(await begun(undefined), undefined, steps),
  ];
  // Before a rush that begins after calm, at its lead time, and in the midst of calm.
  const rush = Array.from({ length: steps }, (_, index) => history + index).filter(
    (step) => isRush(step + 8) && !isRush(step) && !isRush(step - 24),
  );
  expect(rush.length).toBeGreaterThan(3);
  const meanAt = (seen: readonly number[]) =>
    rush.reduce((sum, step) => sum + (seen[step - history] ?? Number.NaN), 0) / rush.length;
  expect(meanAt(led)).toBeGreaterThan(200);
  expect(meanAt(alone)).toBeLessThan(180);
}, 30_000);

test('a regressor that fails is told, and forecasts go on without it', async () => {
  const told = new Told();
  const scene = await begun(told);
  await forecasts(scene, told, 2);
  expect(conditionOf(scene)).toMatchObject({
    status: 'True',
    message: 'Model seasonal-ridge-forest forecasts.',
  });
  told.reading = unread('DemandUnreachable', 'No server answers at api:80; it was seen last at 10:00');
  for (let step = 0; step < 6; step += 1) await scene.sample(70);
  expect(conditionOf(scene)).toMatchObject({
    status: 'True',
    message:
      'Model seasonal-ridge-forest forecasts. Nothing is known at present of mail, which has no say. ' +
      'Regressor mail: No server answers at api:80; it was seen last at 10:00.',
  });
  const { conclusion, observation } = scene.last;
  expect(explanationOf(conclusion, observation, 0).demand.regressors).toEqual([
    {
      name: 'mail',
      source: 'Http',
      seenAt: new Date(producedAt + 5_000 + 4_000).toISOString(),
      fault: 'No server answers at api:80; it was seen last at 10:00',
    },
  ]);
});

test('a regressor that does not answer holds a decision up for a moment and no longer', async () => {
  const told = new Told();
  told.reading = new Promise(() => {});
  const scene = await begun(told);
  const step = scene.sample(70);
  await scene.pass(2_000);
  await step;
  expect(conditionOf(scene)).toMatchObject({ status: 'True' });
});

test('a regressor whose past comes late is taken up when it comes', async () => {
  const told = new Told();
  const { promise, resolve } = Promise.withResolvers<void>();
  told.wait = promise;
  const scene = new ScalerScene(forecasterHere(), undefined, [{ identity: mail, source: told }]);
  scene.past = stepsBefore(load);
  const reading = scene.loop.backfill();
  await scene.pass(2_000);
  await reading;
  const notes = async () => {
    await scene.sample(70);
    const { forecast } = scene.last.observation;
    return forecast?.answer.kind === 'Made' ? forecast.answer.notes : undefined;
  };
  expect(await notes()).toEqual([expect.stringContaining('mail')]);
  resolve();
  await new Promise(setImmediate);
  expect(await notes()).toEqual([]);
});

test('a track that was kept goes on with the same regressor, and is opened anew with another', async () => {
  const told = new Told();
  const scene = await begun(told);
  await forecasts(scene, told, 2);
  const kept = scene.tracks.at(-1);
  expect(kept?.options.regressors).toEqual([mail]);
  const opened = async (identity: TrackRegressor) => {
    const asked: string[] = [];
    const forecaster = forecasterHere();
    const spied = new ScalerScene(
      {
        ...forecaster,
        open: (...given) => {
          asked.push('open');
          return forecaster.open(...given);
        },
        resume: (...given) => {
          asked.push('resume');
          return forecaster.resume(...given);
        },
      },
      kept,
      [{ identity, source: new Told() }],
    );
    spied.past = stepsBefore(load);
    await spied.loop.backfill();
    await spied.sample(70);
    return asked;
  };
  expect(await opened(mail)).toEqual(['resume']);
  expect(await opened({ ...mail, digest: '2' })).toEqual(['open']);
});
