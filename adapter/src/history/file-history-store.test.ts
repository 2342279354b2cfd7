import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noMemory } from '../scaler/scaler-memory.ts';
import { FileHistoryStore } from './file-history-store.ts';

const slots = { stepMs: 15_000, originMs: 20 };
const owner = { namespace: 'shop', name: 'cart', uid: 'u1' };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adapter-history-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('another process finds values, gaps and memory', async () => {
  const before = new FileHistoryStore(folder);
  await before.append(owner, slots, 7, [1.5, null]);
  await before.append(owner, slots, 9, [3]);
  await before.saveMemory(owner, noMemory);
  expect(await new FileHistoryStore(folder).load(owner)).toEqual({
    slots,
    series: { firstSlot: 7, values: [1.5, null, 3] },
  });
});

test('a line that a crash cut off is left out, and what follows is kept', async () => {
  await new FileHistoryStore(folder).append(owner, slots, 7, [1]);
  appendFileSync(join(folder, 'shop/cart/history'), '8 2');
  const store = new FileHistoryStore(folder);
  expect((await store.load(owner))?.series.values).toEqual([1]);
  await store.append(owner, slots, 8, [5]);
  expect((await new FileHistoryStore(folder).load(owner))?.series.values).toEqual([1, 5]);
});

const track = {
  options: {
    ...{ stepSeconds: 15, window: { from: 2.5, to: 4 }, seasons: [5_760] },
    regressors: [{ name: 'volatility', digest: '12ef2c85166c7819' }],
  },
  timeZone: 'Europe/Berlin',
  nextSlot: 12,
  state: Buffer.from([0, 10, 255, 0]),
};

test('another process finds the newest track, byte for byte', async () => {
  const store = new FileHistoryStore(folder);
  expect(await store.loadTrack(owner)).toBeUndefined();
  await store.saveTrack(owner, { ...track, nextSlot: 11 });
  await store.saveTrack(owner, track);
  expect(await new FileHistoryStore(folder).loadTrack(owner)).toEqual(track);
  expect(await store.loadTrack({ ...owner, uid: 'u2' })).toBeUndefined();
});

test('what is remembered counts before a first value is kept', async () => {
  await new FileHistoryStore(folder).saveMemory(owner, { ...noMemory, learnedPods: ['a'] });
  const store = new FileHistoryStore(folder);
  expect(await store.loadMemory(owner)).toEqual({ ...noMemory, learnedPods: ['a'] });
  expect(await store.loadMemory({ ...owner, uid: 'u2' })).toBeUndefined();
  expect(await store.load(owner)).toBeUndefined();
});

test('a scaler that was made anew begins anew', async () => {
  const store = new FileHistoryStore(folder);
  await store.append(owner, slots, 7, [1]);
  expect(await store.load({ ...owner, uid: 'u2' })).toBeUndefined();
  await store.forget(owner);
  expect(await store.load(owner)).toBeUndefined();
});

test('values on slots of another length take the place of those before', async () => {
  const store = new FileHistoryStore(folder);
  await store.append(owner, slots, 7, [1, 2]);
  await store.append(owner, { ...slots, stepMs: 60_000 }, 3, [5]);
  await store.append(owner, { ...slots, stepMs: 60_000 }, 4, [6]);
  const kept = await new FileHistoryStore(folder).load(owner);
  expect(kept).toMatchObject({ slots: { stepMs: 60_000 }, series: { firstSlot: 3, values: [5, 6] } });
});
