import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PredictiveScaler } from '@pricecast/crds';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reading } from '../demand/reading.ts';
import { FileHistoryStore } from '../history/file-history-store.ts';
import { aParsedScaler } from '../testing/scaler-scene.ts';
import { openRegressors, ownerOf } from './open-regressors.ts';
import type { RegressorSpec } from './regressor-identity.ts';
import type { RegressorSeries } from './regressor-series.ts';

const owner = { namespace: 'shop', name: 'checkout', uid: 'a' };
const slots = { stepMs: 10_000, originMs: 0 };
let folder: string;
let now: number;
let opened: RegressorSpec[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regressors-'));
  now = 1_000_500;
  opened = [];
});
afterEach(() => rm(folder, { recursive: true }));

const read = async (): Promise<Reading> => ({ kind: 'Value', at: now, load: now / 1_000 });

const openOf = (scaler: PredictiveScaler): Promise<readonly RegressorSeries[]> =>
  openRegressors(scaler, {
    ...{ owner, slots },
    store: new FileHistoryStore(folder),
    openRegressor: (_, regressor) => {
      opened.push(regressor);
      return { read, close: async () => {} };
    },
    clock: { now: () => new Date(now), monotonicMs: () => now, after: () => () => {} },
    failed: (error) => {
      throw error;
    },
  });

const scalerWith = (valuePath: string) => {
  const { demand } = aParsedScaler().spec;
  const http = { service: 'api', port: 80, path: '/', valuePath };
  const regressors = [
    { name: 'visitors', source: 'Http', http },
    { name: 'history', source: 'Prometheus', prometheus: { service: 'prometheus', port: 9090, query: 'up' } },
  ];
  return aParsedScaler({ demand: { ...demand, regressors } });
};

test('each regressor goes on from what was kept of it, and anew where it is read elsewhere', async () => {
  const scaler = scalerWith('visitors');
  const [visitors] = await openOf(scaler);
  for (const at of [1_005_500, 1_015_500]) {
    now = at;
    await visitors?.look(new AbortController().signal);
    visitors?.closeBefore(now);
  }
  expect(opened.map(({ source }) => source)).toEqual(['Http', 'Prometheus']);
  await vi.waitFor(async () => {
    const [again, other] = await openOf(scaler);
    // The rate that was read at 1005.5 s is of the 5 s before: its middle lies in the slot from 1000 s on.
    expect(again?.between(100, 2)).toEqual([1_005.5, null]);
    expect(other?.between(100, 2)).toEqual([null, null]);
  });
  const [elsewhere] = await openOf(scalerWith('baskets'));
  expect(elsewhere?.between(100, 2)).toEqual([null, null]);
});

test('what is kept of a regressor goes with its scaler, whatever it is called', async () => {
  const regressors = scalerWith('visitors').spec.demand.regressors ?? [];
  const owners = regressors.map((regressor) => ownerOf(owner, regressor));
  const store = new FileHistoryStore(folder);
  await store.append(owner, slots, 100, [1]);
  for (const [index, one] of owners.entries()) await store.append(one, slots, 100, [10 + index]);
  const values = async () => {
    const kept = await Promise.all([owner, ...owners].map((one) => new FileHistoryStore(folder).load(one)));
    return kept.map((one) => one?.series.values);
  };
  expect(await values()).toEqual([[1], [10], [11]]);
  await store.forget(owner);
  expect(await values()).toEqual([undefined, undefined, undefined]);
});

test('a scaler without regressors has none', async () => {
  expect(await openOf(aParsedScaler())).toEqual([]);
});
