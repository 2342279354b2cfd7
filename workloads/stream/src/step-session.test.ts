import { expect, test } from 'vitest';
import type { ConsumedBatch, ConsumedRecord } from './consumed-batch.ts';
import type { RawMessage } from './outgoing-message.ts';
import { StepSession } from './step-session.ts';
import type { StepStage } from './step-stage.ts';
import { StreamError } from './stream-error.ts';
import type { InputPosition, Transactor } from './transactor.ts';

const noon = Date.UTC(2026, 0, 1, 12);
const address = {
  groupId: 'sums',
  topic: 'numbers',
  deadLetterTopic: 'numbers.dlq',
  stateTopic: 'sums-state',
  now: () => noon,
};

interface Written {
  readonly messages: readonly RawMessage[];
  readonly position: InputPosition | undefined;
}

/** Adds numbers up, tells the sum with each batch and with each tick, and cannot read what is no number. */
const adding: StepStage<number> = {
  restore: (entries) => Number(entries.get('sum') ?? 0),
  handle: (records, before) => {
    const numbers = records.map(({ value }) => Number(value));
    const sum = numbers.filter((one) => !Number.isNaN(one)).reduce((left, right) => left + right, before);
    const rejected = records
      .filter((_, index) => Number.isNaN(numbers[index]))
      .map((record) => ({ record, code: 'NOT_A_NUMBER', message: 'is no number' }));
    return told(sum, rejected);
  },
  tick: (sum) => (sum > 0 ? told(sum, []) : undefined),
};

function told(sum: number, rejected: ReturnType<StepStage<number>['handle']>['rejected']) {
  const output = { topic: 'sums', key: 'sum', value: String(sum), headers: {}, timestamp: noon };
  return { state: sum, outputs: [output], changes: new Map([['sum', String(sum)]]), rejected };
}

function batchOf(first: number, values: readonly string[]): ConsumedBatch {
  const records = values.map((value, index): ConsumedRecord => {
    const offset = BigInt(first + index);
    const timestamp = noon + index;
    return {
      topic: 'numbers',
      partition: 2,
      offset,
      key: undefined,
      value: Buffer.from(value),
      headers: {},
      timestamp,
    };
  });
  const next = BigInt(first + values.length);
  return { topic: 'numbers', partition: 2, records, next, end: next };
}

function sessionOf(commit: Transactor['commit']) {
  const transactor: Transactor = { open: async () => undefined, commit, close: async () => undefined };
  return new StepSession({
    address,
    partition: 2,
    stage: adding,
    transactor,
    state: 0,
    onCommit: () => undefined,
  });
}

/** A transactor that keeps what it is given. */
function keeping() {
  const written: Written[] = [];
  const session = sessionOf(async (messages, position) => void written.push({ messages, position }));
  return { session, written };
}

test('outputs, dead letters, state and position of a batch are written together', async () => {
  const { session, written } = keeping();
  await session.handle(batchOf(10, ['1', 'two', '3']));
  const [{ messages, position } = { messages: [], position: undefined }] = written;
  expect(messages.map(({ topic, partition, value }) => [topic, partition, String(value)])).toEqual([
    ['sums', undefined, '4'],
    ['numbers.dlq', undefined, 'two'],
    ['sums-state', 2, '4'],
  ]);
  expect(position).toEqual({ groupId: 'sums', topic: 'numbers', partition: 2, next: 13n });
});

test('batches are handled one after another, each from the state of the one before', async () => {
  const { session, written } = keeping();
  await Promise.all([session.handle(batchOf(0, ['1'])), session.handle(batchOf(1, ['2']))]);
  expect(written.map(({ messages }) => messages[0]?.value)).toEqual(['1', '3']);
});

test('a tick writes without a position, and nothing when there is nothing to say', async () => {
  const { session, written } = keeping();
  await session.tick({ now: noon, caughtUp: true });
  expect(written).toEqual([]);
  await session.handle(batchOf(0, ['1']));
  await session.tick({ now: noon, caughtUp: true });
  expect(written.map(({ position }) => position?.next)).toEqual([1n, undefined]);
});

test('a tick while a batch is under way is left out', async () => {
  const gate = Promise.withResolvers<void>();
  let commits = 0;
  const session = sessionOf(async () => {
    commits += 1;
    await gate.promise;
  });
  const handling = session.handle(batchOf(0, ['1']));
  await session.tick({ now: noon, caughtUp: true });
  gate.resolve();
  await handling;
  expect(commits).toBe(1);
});

test('after a transaction that failed nothing goes on from a state that was not written down', async () => {
  const lost = new StreamError('PRODUCER_STATE_LOST', 'fenced');
  const session = sessionOf(() => Promise.reject(lost));
  await expect(session.handle(batchOf(0, ['1']))).rejects.toBe(lost);
  await expect(session.handle(batchOf(1, ['2']))).rejects.toBe(lost);
});
