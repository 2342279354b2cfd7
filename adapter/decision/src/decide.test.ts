import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';
import type { DecisionInput, DecisionMemory } from './decision.ts';
import { firstMemory } from './memory.ts';
import type { Outlook } from './outlook.ts';
import { recordOf, repeated } from './record.ts';
import { forecastOf, noon, outlookAround, someInput, someSettings } from './testing/decision-input.ts';

const short = { type: 'Unavailable', reason: 'HistoryTooShort', message: 'Two samples of 30.' } as const;
const sample = (load: number, ageSeconds = 30) => ({ at: noon - 1_000 * ageSeconds, load });
/** Memory of the sample of 30 s ago as one that came so many seconds ago, by a clock that is ahead. */
const seenBefore = (seconds: number): DecisionMemory => ({
  ...firstMemory,
  arrival: { at: noon - 30_000, seen: noon - 1_000 * seconds, steady: true },
});

test.each<[string, Partial<DecisionInput>, number | undefined, number | undefined, string]>([
  ['no sample is no number', { sample: undefined }, undefined, undefined, 'NoData'],
  [
    'a sample older than two intervals is no number',
    { sample: sample(800, 121) },
    undefined,
    undefined,
    'DataStale',
  ],
  [
    'without a forecast the load over 70 % of capacity decides',
    { forecast: short },
    12,
    12,
    'HistoryTooShort',
  ],
  [
    'a forecast that was not armed does not act',
    { armed: false, forecast: forecastOf(outlookAround(2_000)) },
    12,
    12,
    'NotArmed',
  ],
  [
    'a forecast whose time has passed does not act',
    { forecast: forecastOf(outlookAround(2_000), noon - 200_000) },
    12,
    12,
    'ForecastStale',
  ],
  [
    'unknown capacity keeps the present replicas',
    { capacity: { type: 'Unknown' } },
    10,
    10,
    'CapacityUnknown',
  ],
  [
    'where nothing ever waited, as many are wanted as have served such a load before',
    { capacity: { type: 'AtLeast', loadPerReplica: 200, replicas: 10 } },
    4,
    4,
    'CapacityNotReached',
  ],
  [
    'and more than there ever were only once work waits',
    { capacity: { type: 'AtLeast', loadPerReplica: 20, replicas: 10 } },
    10,
    10,
    'CapacityNotReached',
  ],
  [
    'a replica whose capacity is provisional counts for what a plain HPA would load it with',
    { capacity: { type: 'Provisional', loadPerReplica: 100 } },
    15,
    12,
    'CapacityProvisional',
  ],
  [
    'the larger of forecast and newest sample wins: the sample',
    { sample: sample(3_000), replicas: { current: 30, ready: 30 } },
    30,
    30,
    'Live',
  ],
  [
    'a load above what serves was not foreseen: it gets the headroom of a plain HPA',
    { sample: sample(3_000) },
    43,
    43,
    'Live',
  ],
  [
    'and keeps it for a while after',
    { memory: { ...firstMemory, missedAt: noon - 900_000 } },
    12,
    12,
    'Live',
  ],
  [
    'until the forecast has had the time to learn',
    { memory: { ...firstMemory, missedAt: noon - 901_000 } },
    10,
    8,
    'Forecast',
  ],
  [
    'who asks for less risk than a minute a day keeps that headroom always: so rare a load is in no history',
    { settings: { ...someSettings, risk: { type: 'Shortfall', percent: 0.069 } } },
    12,
    12,
    'Live',
  ],
  [
    'a minute a day is left to the forecast',
    { settings: { ...someSettings, risk: { type: 'Shortfall', percent: 0.07 } } },
    11,
    8,
    'Forecast',
  ],
  [
    'while the next sample is overdue there are as many as a plain HPA may stand at, because soon nobody sees the load',
    { memory: seenBefore(90) },
    13,
    13,
    'SampleOverdue',
  ],
  [
    'a sample that is not yet overdue leaves it to the forecast',
    { memory: seenBefore(89) },
    10,
    8,
    'Forecast',
  ],
  [
    'no load and no forecast load is the fewest replicas',
    { sample: sample(0), forecast: forecastOf({ levels: [0.5], loads: [0] }) },
    1,
    1,
    'Live',
  ],
])('%s', (_name, changes, desired, live, reason) => {
  const decision = decide(someInput(changes));
  expect([decision.desiredReplicas, decision.liveReplicas, decision.reason]).toEqual([desired, live, reason]);
});

test('whether a provisional capacity was enough is judged by what it may be, not by what is counted on', () => {
  const capacity = { type: 'Provisional', loadPerReplica: 100 } as const;
  const { memory, figures } = decide(someInput({ capacity, sample: sample(950) }));
  expect(memory.missedAt).toBeUndefined();
  expect(figures.neededReplicas).toBe(10);
});

test('a rising forecast asks for more than the newest sample', () => {
  const decision = decide(someInput({ forecast: forecastOf(outlookAround(2_000)) }));
  expect(decision.desiredReplicas).toBeGreaterThanOrEqual(20);
  expect(decision.liveReplicas).toBe(8);
  expect(decision.reason).toBe('Forecast');
  expect(decision.message).toMatch(/^2\d replicas wanted, 10 present, 10 ready\. The forecast asks for more/);
});

test.each([
  ['a forecast is held until its time has passed, and not longer', 0, 180],
  ['as long as the HPA keeps what it was told anyway, it need not be held', 75, 120],
])('%s', (_name, scaleDownWindowSeconds, last) => {
  const settings = { ...someSettings, scaleDownWindowSeconds };
  const first = decide(someInput({ settings, forecast: forecastOf(outlookAround(2_000)) }));
  const at = (seconds: number) => {
    const now = noon + seconds * 1_000;
    const calm = { now, sample: { at: now, load: 800 }, forecast: forecastOf(outlookAround(800), now) };
    return decide(someInput({ ...calm, settings, memory: first.memory }));
  };
  expect([at(last).desiredReplicas, at(last).reason]).toEqual([first.desiredReplicas, 'Held']);
  expect(at(last + 1).desiredReplicas).toBeLessThan(12);
});

describe('bounds', () => {
  test('a tolerance of the HPA is stepped past', () => {
    const settings = { ...someSettings, hpaTolerance: 0.1 };
    const input = someInput({
      settings: { ...settings, maxReplicas: 200 },
      replicas: { current: 100, ready: 105 },
      sample: sample(10_100),
    });
    expect(decide(input).desiredReplicas).toBe(111);
    expect(decide(input).limitedBy).toContain('HpaTolerance');
  });

  test('the most replicas are not exceeded and it is said', () => {
    const decision = decide(someInput({ sample: sample(50_000) }));
    expect(decision.desiredReplicas).toBe(100);
    expect(decision.limitedBy).toEqual(['MaxReplicas']);
  });

  test('a hot partition is named, and no replicas are bought for it', () => {
    const partitions = { shares: [0.9, 0.05, 0.03, 0.02], assignment: 'RoundRobin' } as const;
    const decision = decide(
      someInput({ partitions, sample: sample(1_000), forecast: forecastOf(outlookAround(1_000)) }),
    );
    expect(decision.desiredReplicas).toBeLessThanOrEqual(4);
    expect(decision.limitedBy).toEqual(expect.arrayContaining(['Partitions', 'HotPartition']));
    expect(decision.message).toContain('one partition alone carries more than one replica serves');
  });
});

const outlooks: fc.Arbitrary<Outlook> = fc
  .tuple(
    fc.double({ min: 1, max: 5_000, noNaN: true }),
    fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 3, maxLength: 3 }),
  )
  .map(([median, steps]) => {
    const loads = [median];
    for (const step of steps) loads.push((loads.at(-1) ?? 0) + step);
    return { levels: [0.5, 0.9, 0.95, 0.99], loads };
  });

describe('properties', () => {
  test('a higher forecast never lowers replicas', () => {
    fc.assert(
      fc.property(outlooks, fc.double({ min: 0, max: 2_000, noNaN: true }), (outlook, more) => {
        const higher = { ...outlook, loads: outlook.loads.map((load) => load + more) };
        const [low, high] = [outlook, higher].map((one) => decide(someInput({ forecast: forecastOf(one) })));
        expect(high?.desiredReplicas).toBeGreaterThanOrEqual(
          low?.desiredReplicas ?? Number.POSITIVE_INFINITY,
        );
      }),
    );
  });

  test('more risk never asks for more replicas', () => {
    const percent = fc.double({ min: 0.01, max: 50, noNaN: true });
    fc.assert(
      fc.property(outlooks, percent, percent, (outlook, one, other) => {
        const wanted = [Math.min(one, other), Math.max(one, other)].map((asked) => {
          const settings = { ...someSettings, risk: { type: 'Shortfall', percent: asked } as const };
          return decide(someInput({ settings, forecast: forecastOf(outlook) })).desiredReplicas ?? 0;
        });
        expect(wanted[1]).toBeLessThanOrEqual(wanted[0] ?? 0);
      }),
    );
  });

  test('decided again from its record as JSON, a decision is the same', () => {
    fc.assert(
      fc.property(outlooks, fc.double({ min: 0, max: 5_000, noNaN: true }), (outlook, load) => {
        const first = decide(someInput({ forecast: forecastOf(outlook), sample: sample(load) }));
        const input = someInput({
          forecast: forecastOf(outlook),
          memory: first.memory,
          sample: sample(load),
        });
        const decision = decide(input);
        const written = JSON.parse(JSON.stringify(recordOf(input, decision)));
        expect(JSON.stringify(repeated(written))).toBe(JSON.stringify(decision));
      }),
    );
  });
});

describe('a workload that may rest at no replicas', () => {
  const resting = (changes: Partial<DecisionInput>) =>
    decide(
      someInput({
        settings: { ...someSettings, minReplicas: 0 },
        sample: sample(0),
        replicas: { current: 0, ready: 0 },
        ...changes,
      }),
    );
  const outlook = (...loads: readonly number[]) => forecastOf({ levels: [0.5, 0.9, 0.95, 0.99], loads });

  test('rests while no demand is to be expected', () => {
    expect(resting({ forecast: outlook(0, 0, 0.5, 0.9) }).desiredReplicas).toBe(0);
  });

  test('is woken before the demand comes', () => {
    const woken = resting({ forecast: outlook(0, 90, 120, 150) });
    expect([woken.desiredReplicas, woken.liveReplicas, woken.reason]).toEqual([1, 0, 'Forecast']);
  });

  test('is woken at once by demand that was not foreseen', () => {
    const woken = resting({ forecast: outlook(0, 0, 0, 0), sample: sample(3) });
    expect([woken.desiredReplicas, woken.reason]).toEqual([1, 'Live']);
  });
});

test('an even spread over partitions asks for counts that divide them, because others serve no more', () => {
  const partitions = { shares: new Array<number>(12).fill(1 / 12), assignment: 'RoundRobin' } as const;
  const wanted = [150, 350, 550, 900, 1_190].map(
    (load) =>
      decide(someInput({ partitions, sample: sample(load), forecast: forecastOf(outlookAround(load)) }))
        .desiredReplicas ?? 0,
  );
  expect(wanted.filter((count) => 12 % count !== 0)).toEqual([]);
});

test('once the lead time turns out to be shorter, what was held for the longer one is let go with the new forecast', () => {
  const settings = { ...someSettings, scaleDownWindowSeconds: 0 };
  const first = decide(someInput({ settings, forecast: forecastOf(outlookAround(2_000)) }));
  const now = noon + 40_000;
  const shorter = { ...forecastOf(outlookAround(800), noon + 5_000), until: noon + 35_000 };
  const second = decide(someInput({ settings, now: noon + 5_000, forecast: shorter, memory: first.memory }));
  expect(second.reason).toBe('Held');
  const calm = { now, sample: { at: now, load: 800 }, forecast: { ...forecastOf(outlookAround(800), now) } };
  expect(decide(someInput({ settings, ...calm, memory: second.memory })).desiredReplicas).toBeLessThan(12);
});
