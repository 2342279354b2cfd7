import { scalingMetrics } from '@pricecast/crds';
import { beforeEach, describe, expect, test } from 'vitest';
import { unread } from '../demand/reading.ts';
import type { Forecaster, StepAnswer } from '../forecasting/forecast-answer.ts';
import type { KeptTrack } from '../forecasting/kept-track.ts';
import { statusOf } from '../status/status-of.ts';
import { aParsedScaler, aServingPod, forecasterHere, ScalerScene } from '../testing/scaler-scene.ts';
import { producedAt } from '../testing/world.ts';
import { snapshotOf } from './snapshot-of.ts';

let scene: ScalerScene;
beforeEach(() => {
  scene = new ScalerScene();
});

/** A day of 96 steps with a ripple: from 30 at night to 210, threefold within a fifth of it. */
const wave = (step: number) => 120 - 90 * Math.cos((2 * Math.PI * step) / 96) + ((step * 7) % 5);
const cycles = (count: number) =>
  Array.from({ length: 96 * count }, (_, step) => ({
    at: producedAt + (step - 96 * count) * 5_000,
    load: wave(step),
  }));

const figures = () => snapshotOf(scene.last.conclusion, scene.last.observation)?.figures;
const condition = (type: string) =>
  statusOf(scene.last.conclusion, scene.last.observation, scene.loop.history.seconds).conditions?.find(
    (one) => one.type === type,
  );

describe('a scaler without history', () => {
  test('decides on the newest sample as a plain HPA would, and says why', async () => {
    await scene.sample(100);
    expect(figures()).toMatchObject({
      [scalingMetrics.desiredReplicas]: { kind: 'Known', value: 8 },
      [scalingMetrics.liveReplicas]: { kind: 'Known', value: 8 },
      [scalingMetrics.predictedLoad]: { kind: 'Missing', reason: 'HistoryTooShort' },
    });
    expect(condition('ForecastAvailable')).toMatchObject({ status: 'False', reason: 'HistoryTooShort' });
    expect(condition('Armed')).toMatchObject({ status: 'False', reason: 'Disarmed' });
  });

  test('has no number before the first sample, and never a zero', async () => {
    await scene.find({ kind: 'Started' });
    expect(figures()).toMatchObject({
      [scalingMetrics.desiredReplicas]: { kind: 'Missing', reason: 'NoData' },
    });
    expect(condition('DemandFresh')).toMatchObject({ status: 'Unknown', reason: 'DemandPending' });
  });
});

describe('a scaler whose topic remembers', () => {
  test('forecasts at once, is armed by its own past, and wants the pods before the load comes', async () => {
    scene.past = cycles(10);
    await scene.loop.backfill();
    for (let step = 0; step <= 20; step += 1) await scene.sample(wave(step));
    expect(condition('Skilled')).toMatchObject({ status: 'True' });
    expect(condition('Armed')).toMatchObject({ status: 'True' });
    // Pods that are asked for now serve in 45 s, nine steps from here.
    const { desiredReplicas = 0, liveReplicas = 0 } = scene.last.conclusion.decision;
    // The pods of the scene are too few all the time: the newest sample keeps the headroom of a plain HPA.
    expect(liveReplicas).toBe(Math.ceil(wave(20) / 20 / 0.7));
    expect(desiredReplicas).toBeGreaterThanOrEqual(Math.ceil(wave(29) / 20));
  });
});

describe('a budget', () => {
  /** Budget of a day that pays for so many pods until midnight. */
  const budgetFor = (pods: number) => {
    const hoursLeft = 24 - (scene.now % 86_400_000) / 3_600_000;
    scene.scaler = aParsedScaler({
      cost: { pricePerReplicaHour: '1', budgetPerDay: String(Math.ceil(pods * hoursLeft)) },
    });
  };

  test.each([
    ['that lasts limits nothing', 20, 'False', 'NotLimited'],
    [
      'that would not last makes a shortage count for less before pods are held back',
      8,
      'True',
      'RiskRelaxed',
    ],
    ['that is all but spent holds them back', 1, 'True', 'BudgetReached'],
  ])('%s', async (_name, pods, status, reason) => {
    scene.past = cycles(10);
    await scene.loop.backfill();
    for (let step = 0; step < 20; step += 1) await scene.sample(wave(step));
    scene.current = 10;
    budgetFor(pods);
    await scene.sample(wave(20));
    expect(condition('Armed')).toMatchObject({ status: 'True' });
    expect(condition('ScalingLimited')).toMatchObject({ status, reason });
  });
});

describe('a forecast that takes long', () => {
  test('is not waited for: the scaler decides without it, and with it when it has come', async () => {
    const { promise, resolve } = Promise.withResolvers<StepAnswer>();
    const asked: string[] = [];
    scene = new ScalerScene({
      open: () => {
        asked.push('open');
        return promise;
      },
      resume: () => promise,
      step: async (_key, values) => {
        asked.push(`step ${values.length}`);
        return promise;
      },
      drop: () => {},
    });
    for (let step = 0; step < 3; step += 1) {
      const decided = scene.sample(100);
      await scene.pass(2_000);
      await decided;
    }
    expect(scene.conclusions).toHaveLength(3);
    expect(condition('ForecastAvailable')).toMatchObject({ status: 'Unknown', reason: 'Pending' });
    const outlook = { levels: [0.5, 0.9], loads: [200, 300] };
    resolve({ forecast: { kind: 'Made', outlook, model: 'slow', notes: [] }, outcomes: [] });
    await new Promise(setImmediate);
    await scene.sample(100);
    expect(condition('ForecastAvailable')).toMatchObject({ status: 'True' });
    // Opened once; what came in the meantime, three values and a gap, is told at once.
    expect(asked).toEqual(['open', 'step 4']);
    expect(scene.loop.memory.forecast?.answer).toMatchObject({ kind: 'Made', model: 'slow' });
  });
});

describe('a scaler whose clock is put back', () => {
  test('takes its history up anew, without the hour that the clock shows again', async () => {
    const asked: string[] = [];
    const forecast = { kind: 'None', reason: 'HistoryTooShort', message: 'a recorder' } as const;
    const answer: StepAnswer = { forecast, outcomes: [] };
    scene = new ScalerScene({
      open: async (_key, _options, history) => {
        asked.push(`open ${history()}`);
        return answer;
      },
      resume: async () => answer,
      step: async (_key, values) => {
        asked.push(`step ${values}`);
        return answer;
      },
      drop: () => {},
    });
    const { spec } = scene.scaler;
    scene.scaler = aParsedScaler({ demand: { ...spec.demand, timeZone: 'Europe/Berlin' } });
    scene.now = Date.UTC(2026, 9, 25, 0, 59, 47);
    for (const load of [10, 20, 30, 40, 50]) await scene.sample(load);
    // 03:00 on the wall is 02:00 once more: what was seen between the two is taken out.
    expect(asked).toEqual(['open 10', 'step 20', 'step 30', 'open 40', 'step 50']);
  });
});

describe('a scaler whose track was kept', () => {
  const asked: string[] = [];
  /** Says what is asked of it, and forecasts. */
  const listening = (): Forecaster => {
    const here = forecasterHere();
    return {
      open: (key, options, history) => {
        const values = history();
        asked.push(`open ${values.length}`);
        return here.open(key, options, () => values);
      },
      resume: (key, options, state, values) => {
        asked.push(`resume ${values.length}`);
        return here.resume(key, options, state, values);
      },
      step: (key, values) => here.step(key, values),
      drop: (key) => here.drop(key),
    };
  };
  let kept: KeptTrack | undefined;

  /** Runs for so many steps after the past, and again from what was kept, with a past as long as it is by then. */
  async function startedAgain(change: (track: KeptTrack) => KeptTrack): Promise<ScalerScene> {
    scene.past = cycles(4);
    await scene.loop.backfill();
    for (let step = 0; step <= 70; step += 1) await scene.sample(wave(step));
    kept = scene.tracks.at(-1);
    if (kept === undefined) throw new Error('no track was kept');
    const again = new ScalerScene(listening(), change(kept));
    again.now = scene.now;
    const { firstSlot, values } = scene.loop.history.series;
    again.past = values.map((load, index) => ({
      at: (firstSlot + index) * 5_000 + 2_500,
      load: load ?? undefined,
    }));
    await again.loop.backfill();
    asked.length = 0;
    for (const one of [scene, again]) await one.sample(wave(71));
    return again;
  }

  test('goes on with it and the values that came since, and forecasts as if it had never stopped', async () => {
    const again = await startedAgain((track) => track);
    expect(asked).toEqual([expect.stringMatching(/^resume ([1-9]|1[0-9])$/)]);
    expect(again.loop.memory.forecast?.answer).toEqual(scene.loop.memory.forecast?.answer);
  });

  test.each<[string, (track: KeptTrack) => KeptTrack]>([
    [
      'for another lead time',
      (track) => ({ ...track, options: { ...track.options, window: { from: 40, to: 44 } } }),
    ],
    ['for other seasons', (track) => ({ ...track, options: { ...track.options, seasons: [7] } })],
    ['by another clock', (track) => ({ ...track, timeZone: 'Asia/Tokyo' })],
    ['before the history begins', (track) => ({ ...track, nextSlot: 3 })],
  ])('opens it anew where it was kept %s', async (_, change) => {
    await startedAgain(change);
    expect(asked).toEqual([expect.stringMatching(/^open/)]);
  });
});

describe('a source that fails', () => {
  test('costs nothing for two intervals, then there is no number and the cause is told everywhere', async () => {
    await scene.sample(100);
    const gone = unread('DemandUnreachable', 'No broker answers at kafka:9092');
    await scene.find(gone);
    await scene.find(gone);
    expect(figures()).toMatchObject({ [scalingMetrics.desiredReplicas]: { kind: 'Known', value: 8 } });
    await scene.find(gone);
    expect(figures()?.[scalingMetrics.desiredReplicas]).toMatchObject({
      kind: 'Missing',
      reason: 'DataStale',
      message: expect.stringContaining('No broker answers at kafka:9092'),
    });
    expect(condition('DemandFresh')).toMatchObject({ status: 'False', reason: 'DemandUnreachable' });
    await scene.sample(100);
    expect(figures()).toMatchObject({ [scalingMetrics.desiredReplicas]: { kind: 'Known', value: 8 } });
  });
});

describe('a hot partition', () => {
  test('gets the pods that help, and the scaler says what cannot', async () => {
    // 90 % of the load on one of six partitions: two pods part it from the others, more would stand beside it.
    await scene.sample(100, [90, 2, 2, 2, 2, 2]);
    expect(figures()).toMatchObject({ [scalingMetrics.desiredReplicas]: { kind: 'Known', value: 6 } });
    expect(condition('ScalingLimited')).toMatchObject({
      status: 'True',
      reason: 'HotPartition',
      message: expect.stringContaining('more replicas cannot help it'),
    });
  });
});

describe('an event of the calendar', () => {
  // 10:00:00 is the scene's beginning; the newest pods serve 30 s after a decision.
  const sale = (startsAt: string) => ({
    ...{ name: 'sale', startsAt, durationSeconds: 3_600, rampSeconds: 0, loadFloor: 300 },
  });

  test('has its pods serve when it begins, without any forecast', async () => {
    scene.scaler = aParsedScaler({ events: [sale('2026-03-01T10:00:40Z')] });
    await scene.sample(10);
    expect(scene.last.conclusion.decision.desiredReplicas).toBe(1);
    await scene.sample(10);
    // 10:00:10 and 30 s: 300 a second by 20 for each pod.
    expect(scene.last.conclusion.decision.desiredReplicas).toBe(15);
  });

  test('that cannot be read is told, and the others hold', async () => {
    const broken = { name: 'broken', schedule: '99 0 * * *', durationSeconds: 60, loadFloor: 1 };
    scene.scaler = aParsedScaler({ events: [broken, sale('2026-03-01T10:00:00Z')] });
    await scene.sample(10);
    expect(scene.last.conclusion.decision.desiredReplicas).toBe(15);
    expect(condition('ForecastAvailable')?.message).toMatch(/Event broken is left out: .*\.$/);
  });
});

describe('the lead time', () => {
  test('is learned from the pods of the target, each once', async () => {
    scene.scaler = aParsedScaler({ leadTime: { type: 'Auto' } });
    scene.pods = [20, 31, 40].map((seconds, index) =>
      aServingPod(`pod-${index}`, producedAt - 60_000, seconds),
    );
    await scene.sample(100);
    await scene.sample(100);
    expect(scene.loop.memory.leadTime.starts).toHaveLength(3);
    expect(scene.last.conclusion.input.leadTimeSeconds).toBeGreaterThanOrEqual(31);
  });
});

describe('a source whose past cannot be read at first', () => {
  test('is asked again, and forecasts begin with what it then tells', async () => {
    const away = unread('DemandUnreachable', 'No broker answers at kafka:9092');
    scene.past = away;
    await scene.loop.backfill();
    await scene.sample(wave(0));
    expect(figures()).toMatchObject({ [scalingMetrics.predictedLoad]: { reason: 'HistoryTooShort' } });
    const reading = scene.loop.backfillOlder();
    scene.past = cycles(4);
    await scene.pass(5_000);
    await reading;
    await scene.sample(wave(1));
    expect(figures()).toMatchObject({ [scalingMetrics.predictedLoad]: { kind: 'Known' } });
  });
});

describe('a deploy', () => {
  const work = (served: number, backlog = false) => ({ served, backlog });
  const capacity = () => scene.last.conclusion.input.capacity;
  const see = (served: number, backlog = false) =>
    scene.find({ kind: 'Value', at: scene.now + 5_000, load: 10, work: work(served, backlog) });

  beforeEach(async () => {
    scene.scaler = aParsedScaler({ capacity: { type: 'Learned' } });
    for (let step = 0; step < 6; step += 1) await see(20, true);
  });

  test('counts from its beginning on, when the pods are still those of before', async () => {
    expect(capacity()).toEqual({ type: 'Known', loadPerReplica: 20 });
    Object.assign(scene, { template: 'u', isRolledOut: false });
    await see(19);
    expect(capacity()).toEqual({ type: 'Provisional', loadPerReplica: 20 });
  });

  test('is learned from once all pods are new', async () => {
    Object.assign(scene, { template: 'u', isRolledOut: true });
    for (let step = 0; step < 5; step += 1) await see(14, true);
    expect(capacity()).toEqual({ type: 'Known', loadPerReplica: 14 });
  });

  test('that is taken back finds what was known', async () => {
    Object.assign(scene, { template: 'u', isRolledOut: false });
    await see(10);
    scene.template = 't';
    await see(10);
    expect(capacity()).toEqual({ type: 'Known', loadPerReplica: 20 });
  });
});
