import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LocalRedis } from '../../../hack/src/redis/local-redis.ts';
import { noMemory } from '../scaler/scaler-memory.ts';
import { RedisHistoryStore } from './redis-history-store.ts';
import { mostSlots } from './slots.ts';

const owner = { namespace: 'shop', name: 'checkout', uid: 'u1' };
const slots = { stepMs: 60_000, originMs: 7 };
let server: LocalRedis;
let redis: Redis;
beforeAll(async () => {
  server = await LocalRedis.start();
  redis = new Redis({ port: server.port });
});
afterAll(async () => {
  redis.disconnect();
  await server[Symbol.asyncDispose]();
});
beforeEach(() => redis.flushall());

const aStore = () => new RedisHistoryStore(redis, 'test');
const counting = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

test('another replica goes on where one has ended: values, gaps and memory', async () => {
  const store = aStore();
  await store.append(owner, slots, 100, [1, null, 3.25]);
  await store.append(owner, slots, 103, [null, 0]);
  await store.saveMemory(owner, { ...noMemory, learnedPods: ['a'] });
  const other = aStore();
  expect(await other.load(owner)).toEqual({
    slots,
    series: { firstSlot: 100, values: [1, null, 3.25, null, 0] },
  });
  expect(await other.loadMemory(owner)).toEqual({ ...noMemory, learnedPods: ['a'] });
  await other.append(owner, slots, 105, [9]);
  expect((await aStore().load(owner))?.series.values.at(-1)).toBe(9);
});

test.each([
  ['no JSON', 'head', 'garbage'],
  [
    'a stretch longer than is kept',
    'head',
    JSON.stringify({ version: 1, uid: 'u1', stepMs: 1, originMs: 0, firstSlot: 0, lastSlot: 1e15 }),
  ],
  ['a ring of another length', 'ring', 'garbage'],
])('what somebody else has put there counts as nothing: %s', async (_, kind, text) => {
  await aStore().append(owner, slots, 100, [1, 2]);
  await redis.set(`test:${kind}:shop/checkout`, text);
  const store = aStore();
  expect(await store.load(owner)).toBeUndefined();
  await store.append(owner, slots, 102, [3]);
  expect((await aStore().load(owner))?.series).toEqual({ firstSlot: 102, values: [3] });
});

test('a memory that nobody can read costs the memory alone', async () => {
  await aStore().append(owner, slots, 100, [1]);
  await redis.set('test:memory:shop/checkout', '{"version":1,');
  expect((await aStore().load(owner))?.series.values).toEqual([1]);
  expect(await aStore().loadMemory(owner)).toBeUndefined();
});

test('what is remembered counts before a first value is kept', async () => {
  await aStore().saveMemory(owner, { ...noMemory, learnedPods: ['a'] });
  expect(await aStore().loadMemory(owner)).toEqual({ ...noMemory, learnedPods: ['a'] });
  expect(await aStore().load(owner)).toBeUndefined();
});

test('a history that Redis has lost is missed at the next value, and never read as zeros', async () => {
  const store = aStore();
  await store.append(owner, slots, 2 * mostSlots - 2, [1]);
  await redis.del('test:ring:shop/checkout');
  // The last place of the ring: Redis would make all those before it.
  await expect(store.append(owner, slots, 2 * mostSlots - 1, [2])).rejects.toThrow('HISTORY_LOST');
  expect(await store.load(owner)).toBeUndefined();
  await store.append(owner, slots, 2 * mostSlots - 1, [2]);
  expect((await aStore().load(owner))?.series).toEqual({ firstSlot: 2 * mostSlots - 1, values: [2] });
});

test('values on slots of another length take the place of those before', async () => {
  const store = aStore();
  await store.append(owner, slots, 100, [1, 2]);
  await store.append(owner, { ...slots, stepMs: 15_000 }, 101, [3]);
  const kept = await aStore().load(owner);
  expect(kept).toMatchObject({ slots: { stepMs: 15_000 }, series: { firstSlot: 101, values: [3] } });
});

test('so many values are kept and no more, whatever was written before', async () => {
  const store = aStore();
  await store.append(owner, slots, 5, counting(5, mostSlots - 3));
  await store.append(owner, slots, mostSlots + 2, counting(mostSlots + 2, 10));
  const kept = await aStore().load(owner);
  expect(kept?.series).toEqual({ firstSlot: 12, values: counting(12, mostSlots) });
  expect(await redis.strlen('test:ring:shop/checkout')).toBe(mostSlots * 8);
});

test('a hole between what is kept and what is written is none of zeros: what lies before it is given up', async () => {
  const store = aStore();
  await store.append(owner, slots, 100, [1, 2]);
  await store.append(owner, slots, 110, [3]);
  expect((await aStore().load(owner))?.series).toEqual({ firstSlot: 110, values: [3] });
});

test('what is filled in later takes the place of the gap', async () => {
  const store = aStore();
  await store.append(owner, slots, 100, [null, 2]);
  await store.append(owner, slots, 98, [8, 9, 1, 2, 3]);
  expect((await aStore().load(owner))?.series).toEqual({ firstSlot: 98, values: [8, 9, 1, 2, 3] });
});

test('another replica finds the newest track, byte for byte', async () => {
  const options = { stepSeconds: 60, window: { from: 2.5, to: 4 } };
  const track = { options, timeZone: undefined, nextSlot: 12, state: Buffer.from([0, 10, 255]) };
  expect(await aStore().loadTrack(owner)).toBeUndefined();
  await aStore().saveTrack(owner, track);
  expect(await aStore().loadTrack(owner)).toEqual(track);
  expect(await aStore().loadTrack({ ...owner, uid: 'u2' })).toBeUndefined();
});

test('a scaler that was made anew begins anew, and one that is gone leaves nothing', async () => {
  const store = aStore();
  await store.append(owner, slots, 100, [1]);
  await store.saveMemory(owner, noMemory);
  expect(await aStore().load({ ...owner, uid: 'u2' })).toBeUndefined();
  await store.forget(owner);
  expect(await redis.keys('*')).toEqual([]);
});

test('everything that is kept ends by itself when nobody writes for it any more', async () => {
  const store = aStore();
  await store.append(owner, slots, 100, [1]);
  await store.append(owner, slots, 101, [1]);
  await store.saveMemory(owner, noMemory);
  await store.saveTrack(owner, {
    ...{ options: { stepSeconds: 60, window: { from: 1, to: 2 } }, nextSlot: 102 },
    state: new Uint8Array(3),
  });
  for (const key of await redis.keys('*')) expect(await redis.ttl(key)).toBeGreaterThan(86_400);
});
