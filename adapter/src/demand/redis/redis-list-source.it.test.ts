import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LocalRedis } from '../../../../hack/src/redis/local-redis.ts';
import { Authority } from '../../testing/authority.ts';
import { reachOnLoopback, secretsOf } from '../../testing/on-loopback.ts';
import type { Reading } from '../reading.ts';
import { RedisConnection, type RedisServer } from './redis-connection.ts';
import { type RedisListParts, RedisListSource } from './redis-list-source.ts';

const server: RedisServer = {
  namespace: 'shop',
  service: 'redis',
  port: 6379,
  passwordSecretRef: { name: 'redis', key: 'password' },
};
let redis: LocalRedis;
let client: Redis;
let now = 0;
beforeAll(async () => {
  redis = await LocalRedis.start({ password: 'a word' });
  client = new Redis({ port: redis.port, password: 'a word' });
});
afterAll(async () => {
  client.disconnect();
  await redis[Symbol.asyncDispose]();
});
beforeEach(async () => {
  now = 0;
  await client.flushall();
});

const connectionTo = (
  local: LocalRedis,
  change: Partial<RedisServer> = {},
  values = { 'redis/password': 'a word' },
) =>
  new RedisConnection({
    server: { ...server, ...change },
    reach: reachOnLoopback(() => local.port),
    secrets: secretsOf(values),
    deadlineMs: 2_000,
  });

type Keys = Omit<RedisListParts, 'connection' | 'now'>;

/** A source that looks every ten seconds, and what happens in Redis before each look. */
async function looks(keys: Keys, steps: readonly (() => Promise<unknown>)[]): Promise<Reading[]> {
  const source = new RedisListSource({ ...keys, connection: connectionTo(redis), now: () => now });
  const readings: Reading[] = [];
  for (const step of steps) {
    await step();
    now += 10_000;
    readings.push(await source.read());
  }
  await source.close();
  return readings;
}

const push = (count: number) => async () => {
  await client.rpush('jobs', ...Array.from({ length: count }, String));
  await client.incrby('jobs:pushed', count);
};
const pop = (count: number) => async () => {
  await client.lpop('jobs', count);
  await client.incrby('jobs:served', count);
};
const nothing = async () => {};

describe('a list', () => {
  test('with a counter of pushes: its rate, and what was served meanwhile', async () => {
    const both = async () => {
      await push(50)();
      await pop(30)();
    };
    const [first, second] = await looks({ key: 'jobs', pushedKey: 'jobs:pushed' }, [push(40), both]);
    expect(first).toEqual({ kind: 'Started' });
    expect(second).toEqual({ kind: 'Value', at: 20_000, load: 5, work: { served: 3, backlog: true } });
  });

  test('with a counter of finished jobs: its rate and the change of the length', async () => {
    const both = async () => {
      await push(50)();
      await pop(30)();
    };
    const steps = [() => pop(0)(), both];
    const [, second] = await looks({ key: 'jobs', servedKey: 'jobs:served' }, steps);
    expect(second).toEqual({ kind: 'Value', at: 20_000, load: 5, work: { served: 3, backlog: false } });
  });

  test('that is empty is no missing one: nothing arrives', async () => {
    const [, second] = await looks({ key: 'jobs', pushedKey: 'jobs:pushed' }, [
      () => client.set('jobs:pushed', 7),
      nothing,
    ]);
    expect(second).toMatchObject({ kind: 'Value', load: 0 });
  });

  test('whose counter is set back goes on from there', async () => {
    const steps = [push(40), () => client.set('jobs:pushed', 20)];
    const [, second] = await looks({ key: 'jobs', pushedKey: 'jobs:pushed' }, steps);
    expect(second).toMatchObject({ kind: 'Value', load: 2 });
  });

  test.each<[string, Keys, () => Promise<unknown>, string]>([
    [
      'without a counter is refused: its length is no load',
      { key: 'jobs' },
      push(1),
      'name pushedKey or servedKey',
    ],
    [
      'with a counter that does not exist',
      { key: 'jobs', pushedKey: 'other' },
      push(1),
      'Counter other does not exist',
    ],
    [
      'with a counter that is none',
      { key: 'jobs', pushedKey: 'word' },
      () => client.set('word', 'x'),
      'is not a number',
    ],
    [
      'that is a hash',
      { key: 'jobs', pushedKey: 'n' },
      () => client.multi().set('n', 1).hset('jobs', 'a', 1).exec(),
      'is a hash',
    ],
    ['that does not exist', { key: 'jobs' }, nothing, 'Key jobs does not exist'],
  ])('%s', async (_, keys, prepare, what) => {
    const [reading] = await looks(keys, [prepare]);
    expect(reading).toMatchObject({
      kind: 'Missing',
      reason: 'DemandRefused',
      what: expect.stringContaining(what),
    });
  });
});

describe('a stream', () => {
  const add = (count: number) => async () => {
    for (let index = 0; index < count; index += 1) await client.xadd('jobs', '*', 'job', index);
  };

  test('counts what was added, also what was trimmed away since', async () => {
    const addAndTrim = async () => {
      await add(30)();
      await client.xtrim('jobs', 'MAXLEN', 1);
    };
    const [, second] = await looks({ key: 'jobs' }, [add(10), addAndTrim]);
    expect(second).toEqual({ kind: 'Value', at: 20_000, load: 3 });
  });

  test('with a group shows what the group has read and what waits for it', async () => {
    const begin = async () => {
      await add(100)();
      await client.xgroup('CREATE', 'jobs', 'workers', '0');
    };
    const more = async () => {
      await add(20)();
      await client.xreadgroup('GROUP', 'workers', 'w', 'COUNT', 40, 'STREAMS', 'jobs', '>');
    };
    const [, second] = await looks({ key: 'jobs', consumerGroup: 'workers' }, [begin, more]);
    expect(second).toEqual({ kind: 'Value', at: 20_000, load: 2, work: { served: 4, backlog: true } });
  });

  test('without the group that is named is refused', async () => {
    const [reading] = await looks({ key: 'jobs', consumerGroup: 'workers' }, [add(1)]);
    expect(reading).toMatchObject({
      reason: 'DemandRefused',
      what: 'Stream jobs has no consumer group workers',
    });
  });
});

describe('the way to the server', () => {
  const sourceOver = (connection: RedisConnection) =>
    new RedisListSource({ connection, key: 'jobs', pushedKey: 'jobs:pushed', now: () => now });

  test('a wrong password is told as such and not shown', async () => {
    const source = sourceOver(connectionTo(redis, {}, { 'redis/password': 'hush' }));
    const reading = await source.read();
    expect(reading).toMatchObject({ reason: 'DemandRefused', what: expect.stringContaining('WRONGPASS') });
    expect(JSON.stringify(reading)).not.toContain('hush');
    await source.close();
  });

  test('TLS with the authority of a Secret, and nothing without it', async () => {
    using authority = new Authority('redis-ca');
    const tls = authority.sign({ commonName: 'redis', usage: 'serverAuth' });
    await using secured = await LocalRedis.start({ password: 'a word', tls });
    const values = { 'redis/password': 'a word', 'redis/ca.crt': authority.pair.cert };
    const trusting = sourceOver(
      connectionTo(
        secured,
        { tls: { caSecretRef: { name: 'redis', key: 'ca.crt' }, serverName: 'localhost' } },
        values,
      ),
    );
    expect(await trusting.read()).toMatchObject({
      reason: 'DemandRefused',
      what: expect.stringContaining('jobs:pushed'),
    });
    const distrusting = sourceOver(connectionTo(secured, { tls: { serverName: 'localhost' } }, values));
    expect(await distrusting.read()).toMatchObject({ reason: 'DemandUnreachable' });
    const otherName = sourceOver(
      connectionTo(secured, { tls: { caSecretRef: { name: 'redis', key: 'ca.crt' } } }, values),
    );
    expect(await otherName.read()).toMatchObject({ reason: 'DemandUnreachable' });
    await Promise.all([trusting, distrusting, otherName].map((source) => source.close()));
  });

  test('a server that dies and comes back is read on, and no rate spans the time between', async () => {
    await using mortal = await LocalRedis.start();
    const other = { passwordSecretRef: undefined };
    const source = sourceOver(connectionTo(mortal, other));
    const fill = async () => {
      const writer = new Redis({ port: mortal.port });
      await writer.incrby('jobs:pushed', 5);
      writer.disconnect();
    };
    await fill();
    expect(await source.read()).toEqual({ kind: 'Started' });
    await mortal.end();
    expect(await source.read()).toMatchObject({ kind: 'Missing', reason: 'DemandUnreachable' });
    await mortal.begin();
    await fill();
    expect(await source.read()).toEqual({ kind: 'Started' });
    await source.close();
  });
});
