import { beforeEach, describe, expect, test } from 'vitest';
import { type DemandSource, type PastSpan, type PastValue, type Reading, unread } from '../demand/reading.ts';
import type { Steps } from '../forecasting/track-rows.ts';
import { RegressorSeries } from './regressor-series.ts';

const stepMs = 10_000;
let now: number;
let reading: Reading;
let past: readonly PastValue[];
let spans: PastSpan[];
let recorded: { readonly firstSlot: number; readonly values: Steps }[];
let series: RegressorSeries;

beforeEach(() => {
  now = 1_000_000;
  reading = { kind: 'Started' };
  past = [];
  spans = [];
  recorded = [];
  series = opened();
});

const source: DemandSource = {
  read: async () => reading,
  past: async (span) => {
    spans.push(span);
    return past.filter(({ at }) => at >= span.from && at < span.to);
  },
  close: async () => {},
};

const opened = (change: { readonly lagMs?: number; readonly source?: DemandSource } = {}) =>
  new RegressorSeries({
    identity: { name: 'volatility', digest: '1' },
    kind: 'KafkaTopic',
    source,
    lagMs: 0,
    slots: { stepMs, originMs: 0 },
    clock: { now: () => new Date(now), monotonicMs: () => now, after: () => () => {} },
    kept: undefined,
    recorded: (firstSlot, values) => recorded.push({ firstSlot, values }),
    failed: (error) => {
      throw error;
    },
    ...change,
  });

const { signal } = new AbortController();

/** A look at this moment that finds a value, after which slots are closed. */
async function look(at: number, valueAt: number, load: number): Promise<void> {
  now = at;
  reading = { kind: 'Value', at: valueAt, load };
  await series.look(signal);
  series.closeBefore(now);
}

describe('a value', () => {
  test('lies in the slot of its moment, negative ones too', async () => {
    await look(1_000_500, 1_000_200, -4);
    await look(1_010_500, 1_010_100, 6);
    await look(1_020_500, 1_020_100, 8);
    expect(series.between(99, 5)).toEqual([null, -4, 6, null, null]);
    expect(recorded).toEqual([
      { firstSlot: 100, values: [-4] },
      { firstSlot: 101, values: [6] },
    ]);
  });

  test('of a rate lies in the middle of what it was counted over', async () => {
    series = opened({ lagMs: 5_000 });
    await look(1_010_100, 1_010_100, 3);
    await look(1_020_100, 1_020_100, 4);
    expect(series.between(100, 2)).toEqual([3, 4]);
  });

  test('that is told again counts once, and its slots to come stay gaps', async () => {
    await look(1_000_500, 1_000_200, 2);
    for (const at of [1_010_500, 1_020_500, 1_030_500]) await look(at, 1_000_200, 2);
    expect(series.between(100, 3)).toEqual([2, null, null]);
    expect(series.view).toMatchObject({ seenAt: 1_000_200, fault: undefined });
  });

  test('that comes after its slot was closed counts when it became known', async () => {
    await look(1_000_500, 1_000_200, 2);
    await look(1_010_500, 1_000_200, 2);
    await look(1_020_500, 1_000_200, 2);
    // Slot 101 was given out as a gap before.
    await look(1_020_900, 1_013_000, 7);
    await look(1_030_500, 1_013_000, 7);
    expect(series.between(100, 3)).toEqual([2, null, 7]);
  });

  test('of the future counts now', async () => {
    await look(1_000_500, 1_600_000, 2);
    await look(1_010_500, 1_600_000, 2);
    expect(series.between(100, 2)).toEqual([2, null]);
  });
});

test('a fault is told until a value comes, and what was seen last stays', async () => {
  await look(1_000_500, 1_000_200, 2);
  reading = unread('DemandUnreachable', 'No broker answers');
  await series.look(signal);
  expect(series.view).toMatchObject({ seenAt: 1_000_200, fault: 'No broker answers' });
  await look(1_010_500, 1_010_200, 2);
  expect(series.view).toMatchObject({ seenAt: 1_010_200, fault: undefined });
});

test('a source that does not answer is not asked a second time meanwhile', async () => {
  const { promise, resolve } = Promise.withResolvers<Reading>();
  let asked = 0;
  const slow: DemandSource = {
    ...source,
    read: () => {
      asked += 1;
      return promise;
    },
  };
  series = opened({ source: slow });
  const looks = [series.look(signal), series.look(signal)];
  resolve({ kind: 'Value', at: 1_000_100, load: 1 });
  await Promise.all(looks);
  expect(asked).toBe(1);
  await series.look(signal);
  expect(asked).toBe(2);
});

test('the past is read back as far as the source knows it, and what is newer stays', async () => {
  past = [
    { at: 970_000, load: 1 },
    { at: 980_000, load: undefined },
    { at: 990_000, load: 3 },
  ];
  await series.backfill(signal);
  expect(await series.backfillOlder(signal)).toBe(false);
  await look(1_000_500, 1_000_200, 4);
  await look(1_010_500, 1_000_200, 4);
  expect(series.between(96, 6)).toEqual([null, 1, null, 3, 4, null]);
  expect(spans.map(({ to }) => to)).toEqual([1_000_000, 970_000]);
  expect(recorded[0]).toEqual({ firstSlot: 97, values: [1, null, 3] });
});
