import { setTimeout as wait } from 'node:timers/promises';
import { scalingMetrics } from '@pricecast/crds';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { LocalRedis } from '../../../hack/src/redis/local-redis.ts';
import { RedisHistoryStore } from '../history/redis-history-store.ts';
import { noMemory } from '../scaler/scaler-memory.ts';
import { forecaster, type MadeDecision, Replica, slowForecaster, storedScalers } from '../testing/replica.ts';

const scalers = storedScalers(9);
const keys = [...scalers.keys()];
const interval = 5_000;
let server: LocalRedis;
let redis: Redis;
let made: MadeDecision[] = [];
beforeAll(async () => {
  server = await LocalRedis.start();
  redis = new Redis({ port: server.port });
});
afterAll(async () => {
  redis.disconnect();
  await server[Symbol.asyncDispose]();
});
beforeEach(async () => {
  made = [];
  await redis.flushall();
  // Each has earned that its forecast acts.
  const store = new RedisHistoryStore(redis, 'pricecast');
  for (const key of keys) {
    const name = key.slice('shop/'.length);
    const gate = { ...noMemory.gate, armed: true };
    await store.saveMemory({ namespace: 'shop', name, uid: name }, { ...noMemory, gate });
    await store.append({ namespace: 'shop', name, uid: name }, { stepMs: interval, originMs: 0 }, 1, [50]);
  }
});

const start = (name: string, forecasting = forecaster) =>
  Replica.start({
    name,
    redisPort: server.port,
    scalers,
    forecaster: forecasting,
    made: (decision) => made.push(decision),
  });
const decidedSince = (at: number) =>
  new Map(made.filter(({ decision }) => Date.parse(decision.at) >= at).map((one) => [one.key, one]));
const allDecidedSince = (at: number) =>
  vi.waitUntil(() => decidedSince(at).size === keys.length, { timeout: 3 * interval, interval: 50 });

test('three replicas share the scalers, and any of them answers for each', async () => {
  const [a, b] = [await start('a'), await start('b')];
  const c = await start('c');
  await vi.waitUntil(
    () => a.size + b.size + c.size === keys.length && Math.min(a.size, b.size, c.size) > 0,
    20_000,
  );
  await allDecidedSince(Date.now());
  const owners = new Map(made.map(({ key, replica }) => [key, replica]));
  expect(new Set(owners.values())).toEqual(new Set(['a', 'b', 'c']));
  await wait(200);
  const answers = [a, b, c].map(({ bulletin }) =>
    bulletin
      .scalersOf('shop')
      .map(({ scaler, figures }) => [scaler.name, figures[scalingMetrics.desiredReplicas]])
      .sort(),
  );
  expect(answers[0]).toHaveLength(keys.length);
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  await Promise.all([a, b, c].map((replica) => replica.stop()));
});

test('a killed replica is missed for less than two intervals, and its forecasts go on', async () => {
  const mortal = await start('mortal');
  await allDecidedSince(0);
  expect([...decidedSince(0).values()].map(({ decision }) => decision.reason)).toEqual(
    keys.map(() => 'Forecast'),
  );
  // It never comes to forecast itself in this test.
  const heir = await start('heir', slowForecaster);
  await vi.waitUntil(() => mortal.size + heir.size === keys.length && heir.size > 0, 20_000);
  const kept = mortal.size;
  expect(kept).toBeGreaterThan(0);
  const killedAt = Date.now();
  mortal.kill();
  await vi.waitUntil(() => heir.size === keys.length, { timeout: 2 * interval, interval: 50 });
  await allDecidedSince(killedAt + 500);
  for (const { replica, decision } of decidedSince(killedAt + 500).values()) {
    expect(replica).toBe('heir');
    expect(decision).toMatchObject({ desired: 9, armed: true });
    // Three pods serve the newest sample; while the next one is overdue there are as many as a plain HPA would have.
    expect([3, 4]).toContain(decision.live);
    expect(['Forecast', 'Held']).toContain(decision.reason);
    expect(Date.parse(decision.at) - killedAt).toBeLessThan(2 * interval);
  }
  await heir.stop();
});

test('one that goes in order is followed at once', async () => {
  const [first, second] = [await start('first'), await start('second')];
  await vi.waitUntil(() => first.size + second.size === keys.length && second.size > 0, 20_000);
  await first.stop();
  // Much sooner than silence would be noticed.
  await vi.waitUntil(() => second.size === keys.length, { timeout: 2_500, interval: 20 });
  await second.stop();
});
