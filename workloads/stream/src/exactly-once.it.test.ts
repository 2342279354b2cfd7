import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { deadLetterHeaders } from './dead-letter.ts';
import { ExactlyOnceStep } from './exactly-once-step.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import { createClient } from './kafka-client.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { KafkaTransactor } from './kafka-transactor.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';
import { StreamError } from './stream-error.ts';
import { counting } from './testing/counting-stage.ts';
import { quietLog } from './testing/quiet-log.ts';
import { sendAll } from './testing/send-all.ts';
import { TopicFollower } from './topic-follower.ts';
import { readTopic } from './topic-reader.ts';

vi.setConfig({ testTimeout: 180_000 });

const partitions = 6;
const keys = Array.from({ length: 12 }, (_, index) => `KEY${index}`);
const start = Date.now();

let kafka: LocalKafka;
let settings: KafkaSettings;
let admin: KafkaAdmin;

beforeAll(async () => {
  kafka = await startLocalKafka();
  settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
  admin = await KafkaAdmin.connect(settings, quietLog);
});
afterAll(async () => {
  await admin.close();
  await kafka.stop();
});

/** Topics of a test; all names begin with its own. */
async function topicsOf(name: string) {
  const spec = (suffix: string, config: Record<string, string> = {}) => {
    return { name: `${name}.${suffix}`, partitions, replicationFactor: 1, config };
  };
  await admin.ensureTopics([
    spec('in'),
    spec('out'),
    spec('state', { 'cleanup.policy': 'compact' }),
    { ...spec('in.dlq'), partitions: 1 },
  ]);
}

function stepOf(name: string): ExactlyOnceStep<Map<string, number>> {
  return new ExactlyOnceStep({
    source: async () => settings,
    log: quietLog,
    groupId: `${name}.group`,
    topic: `${name}.in`,
    deadLetterTopic: `${name}.in.dlq`,
    stateTopic: `${name}.state`,
    stage: counting(`${name}.out`),
    now: Date.now,
    random: Math.random,
  });
}

const message = (name: string, number: number): OutgoingMessage => ({
  topic: `${name}.in`,
  key: keys[number % keys.length] ?? '',
  value: String(number),
  headers: { number: String(number) },
  timestamp: start + number,
});

const send = (messages: readonly OutgoingMessage[]) => sendAll(settings, messages);

/** Everything in a topic, by key. */
async function read(topic: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  await readTopic(settings, quietLog, topic, ({ key = '', value = '' }) => {
    found.set(key, [...(found.get(key) ?? []), value]);
  });
  return found;
}

/** The counts that the stage tells under each key when it has handled so many numbers once and in order. */
function countedTo(total: number): Map<string, string[]> {
  const wanted = new Map<string, string[]>();
  for (let number = 0; number < total; number += 1) {
    const key = keys[number % keys.length] ?? '';
    const list = wanted.get(key) ?? [];
    wanted.set(key, [...list, `${list.length + 1}:${number}`]);
  }
  return wanted;
}

const caughtUp = (step: ExactlyOnceStep<unknown>) =>
  expect.poll(() => step.state.ready && step.state.lagSeconds, { timeout: 60_000, interval: 50 }).toBe(0);

describe('an exactly-once step', () => {
  test('handles each message once and goes on from its state after an orderly stop', async () => {
    await topicsOf('orderly');
    for (const turn of [0, 1, 2]) {
      const step = stepOf('orderly');
      await send(Array.from({ length: 200 }, (_, index) => message('orderly', turn * 200 + index)));
      step.start();
      await caughtUp(step);
      await step.stop();
    }
    expect(await read('orderly.out')).toEqual(countedTo(600));
    const committed = await admin.committedOffsets('orderly.group', 'orderly.in');
    const ends = await admin.offsets('orderly.in');
    expect([...committed].sort(([a], [b]) => a - b)).toEqual(
      ends.map(({ partition, high }) => [partition, high]),
    );
  });

  test('members come and go while messages flow, and each is still handled once and in order', async () => {
    await topicsOf('group');
    const total = 6_000;
    let sent = 0;
    const sending = (async () => {
      while (sent < total) {
        await send(Array.from({ length: 100 }, (_, index) => message('group', sent + index)));
        sent += 100;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    const steps = [stepOf('group'), stepOf('group'), stepOf('group')];
    const ready = async (members: typeof steps) => {
      const shares = () => members.map(({ state }) => (state.ready ? state.partitions.length : 0));
      await expect
        .poll(() => shares().sort(), { timeout: 60_000 })
        .toEqual(members.map(() => partitions / members.length));
    };
    steps[0]?.start();
    await ready(steps.slice(0, 1));
    steps[1]?.start();
    steps[2]?.start();
    await ready(steps);
    await steps[0]?.stop();
    await ready(steps.slice(1));
    await sending;
    await Promise.all(steps.slice(1).map(caughtUp));
    await Promise.all(steps.slice(1).map((step) => step.stop()));
    expect(await read('group.out')).toEqual(countedTo(total));
  });

  test('a member that was shut out writes nothing any more and joins again', async () => {
    await topicsOf('zombie');
    await send(Array.from({ length: 100 }, (_, index) => message('zombie', index)));
    const step = stepOf('zombie');
    step.start();
    await caughtUp(step);
    // A second owner of the same names outside of the group is what a member that lost touch looks like.
    for (let partition = 0; partition < partitions; partition += 1) {
      const id = `zombie.group.zombie.in.${partition}`;
      const transactor = new KafkaTransactor(createClient(settings, quietLog), id, settings.bootstrapServers);
      await transactor.open();
      await transactor.close();
    }
    await send(Array.from({ length: 100 }, (_, index) => message('zombie', 100 + index)));
    await expect
      .poll(async () => [...(await read('zombie.out')).values()].flat().length, { timeout: 60_000 })
      .toBe(200);
    await step.stop();
    expect(await read('zombie.out')).toEqual(countedTo(200));
  });
});

test('poison goes to the dead letters byte for byte, the rest flows on, and a replay brings it back once', async () => {
  await topicsOf('poison');
  const poison = { ...message('poison', 5), value: 'not a number \u0000' };
  await send([message('poison', 0), poison, message('poison', 12), message('poison', 1)]);
  const step = stepOf('poison');
  step.start();
  await caughtUp(step);
  expect(await read('poison.out')).toEqual(
    new Map([
      ['KEY0', ['1:0', '2:12']],
      ['KEY1', ['1:1']],
    ]),
  );
  const letters: (readonly [string | undefined, string | undefined, Record<string, string>])[] = [];
  await readTopic(settings, quietLog, 'poison.in.dlq', ({ key, value, headers }) =>
    letters.push([key, value, headers]),
  );
  expect(letters).toEqual([
    [
      'KEY5',
      poison.value,
      expect.objectContaining({
        number: '5',
        [deadLetterHeaders.topic]: 'poison.in',
        [deadLetterHeaders.code]: 'NOT_A_NUMBER',
        [deadLetterHeaders.attempts]: '1',
      }),
    ],
  ]);
  const replay = () =>
    replayDeadLetters({
      source: async () => settings,
      log: quietLog,
      topic: 'poison.in.dlq',
      signal: new AbortController().signal,
      now: Date.now,
      random: Math.random,
    });
  expect(await replay()).toEqual({ messages: 1, left: 0 });
  await caughtUp(step);
  await step.stop();
  const attempts: (string | undefined)[] = [];
  await readTopic(settings, quietLog, 'poison.in.dlq', ({ headers }) =>
    attempts.push(headers[deadLetterHeaders.attempts]),
  );
  expect(attempts).toEqual(['1', '2']);
});

describe('a follower', () => {
  const follow = async (from: ConstructorParameters<typeof TopicFollower>[0]['from'], topic: string) => {
    const values: string[] = [];
    const follower = new TopicFollower({
      source: async () => settings,
      log: quietLog,
      topics: [topic],
      from,
      onBatch: ({ records }) => void values.push(...records.map(({ value }) => String(value))),
      now: Date.now,
      random: Math.random,
    });
    follower.start();
    await expect
      .poll(() => follower.state.ready && follower.state.lagSeconds, { timeout: 60_000, interval: 20 })
      .toBe(0);
    return { follower, values };
  };

  test('begins where it is told to and sees what comes then', async () => {
    await topicsOf('follow');
    const before = Array.from({ length: 60 }, (_, index) => message('follow', index));
    await send(before);
    const beginning = await follow({ kind: 'Beginning' }, 'follow.in');
    const since = await follow({ kind: 'Time', time: start + 48 }, 'follow.in');
    const end = await follow({ kind: 'End' }, 'follow.in');
    await send([message('follow', 60)]);
    await expect.poll(() => end.values, { timeout: 10_000 }).toEqual(['60']);
    await expect.poll(() => since.values.length, { timeout: 10_000 }).toBe(13);
    await expect.poll(() => beginning.values.length, { timeout: 10_000 }).toBe(61);
    await Promise.all([beginning, since, end].map(({ follower }) => follower.stop()));
  });

  test('has nothing left to read where only the marks of transactions are left', async () => {
    await topicsOf('marks');
    await send([message('marks', 0), message('marks', 12)]);
    const producer = createClient(settings, quietLog).producer({ transactionalId: 'marks' });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic: 'marks.in', messages: [{ key: keys[0] ?? '', value: 'never was' }] });
    await transaction.abort();
    await producer.disconnect();
    const { follower, values } = await follow({ kind: 'Beginning' }, 'marks.in');
    expect(values).toEqual(['0', '12']);
    await follower.stop();
    const offsets = new Map([...follower.positions.keys()].map((key) => [key, 2n]));
    const again = await follow({ kind: 'Offsets', offsets }, 'marks.in');
    expect(again.values).toEqual([]);
    await again.follower.stop();
  });

  test('of which the taking fails gets the batch again', async () => {
    await topicsOf('again');
    await send([message('again', 0), message('again', 12)]);
    const values: string[] = [];
    let failures = 0;
    const follower = new TopicFollower({
      source: async () => settings,
      log: quietLog,
      topics: ['again.in'],
      from: { kind: 'Beginning' },
      onBatch: ({ records }) => {
        failures += 1;
        if (failures === 1) throw new StreamError('KAFKA_FAILED', 'cannot take it now');
        values.push(...records.map(({ value }) => String(value)));
      },
      now: Date.now,
      random: Math.random,
    });
    follower.start();
    await expect.poll(() => values, { timeout: 60_000 }).toEqual(['0', '12']);
    await follower.stop();
  });
});
