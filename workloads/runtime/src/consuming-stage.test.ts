import { describe, expect, test } from 'vitest';
import { type ConsumerView, consumingStage } from './consuming-stage.ts';

const working: ConsumerView = {
  ready: true,
  rebalancing: false,
  partitions: [{}, {}],
  lagSeconds: 0.5,
  failure: undefined,
};
const failure = { error: new Error('Kafka does not answer') };

function stageOf(view: ConsumerView, eventsPerSecond?: number) {
  return consumingStage({
    name: 'processor',
    opening: 'Reads back its state',
    view: () => view,
    judge: ({ ready }) => [
      { type: 'PartitionsOpen', status: ready ? 'True' : 'Unknown', reason: 'Judged', message: 'As it is' },
    ],
    gauges: () => ({ eventsPerSecond }),
    now: () => 0,
  });
}

describe('a stage that consumes', () => {
  test.each([
    ['is ready once its partitions are open', working, { ok: true }],
    [
      'stays ready while its group is divided anew',
      { ...working, ready: false, rebalancing: true },
      { ok: true },
    ],
    ['says what it does before', { ...working, ready: false }, { ok: false, why: 'Reads back its state' }],
    [
      'says what is wrong',
      { ...working, ready: false, failure },
      { ok: false, why: 'Kafka does not answer' },
    ],
  ])('%s', (_, view, result) => {
    expect(stageOf(view).readiness.map(({ check }) => check())).toEqual([result]);
  });

  test('reports conditions and the figures that are known', () => {
    const condition = { type: 'PartitionsOpen', status: 'True', reason: 'Judged', message: 'As it is' };
    expect(stageOf(working).report()).toEqual({
      stage: 'processor',
      conditions: [{ ...condition, since: '1970-01-01T00:00:00.000Z' }],
      gauges: { lagSeconds: 0.5, partitions: 2 },
    });
    const unknown = stageOf({ ...working, lagSeconds: undefined }, 7).report().gauges;
    expect(unknown).toEqual({ eventsPerSecond: 7, partitions: 2 });
  });
});
