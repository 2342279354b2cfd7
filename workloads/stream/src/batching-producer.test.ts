import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BatchingProducer,
  type ProducerLimits,
  type ProducerParts,
  type Sender,
} from './batching-producer.ts';
import { messageBytes, type OutgoingMessage } from './outgoing-message.ts';
import { StreamError } from './stream-error.ts';

const limits: ProducerLimits = {
  queue: { messages: 1_000, bytes: 1_000_000 },
  batch: { messages: 10, bytes: 10_000 },
  lingerMilliseconds: 1,
  backoff: { firstMilliseconds: 1, largestMilliseconds: 1 },
};

function message(number: number): OutgoingMessage {
  return { topic: 'trades', key: 'BTCUSDT', value: String(number), headers: {}, timestamp: 0 };
}

const valuesOf = (batch: readonly OutgoingMessage[]) => batch.map(({ value }) => Number(value));

/** A sender whose attempts succeed or fail as told; after the list they succeed. */
function senderOf(outcomes: readonly (StreamError | 'ok')[] = []) {
  const attempts: number[][] = [];
  const sender: Sender = {
    send: async (batch) => {
      const outcome = outcomes[attempts.length];
      attempts.push(valuesOf(batch));
      if (outcome instanceof StreamError) throw outcome;
    },
    close: async () => undefined,
  };
  return { sender, attempts };
}

function producerOf(sender: Sender, parts: Partial<ProducerParts<OutgoingMessage>> = {}) {
  const acknowledged: number[] = [];
  const failures: (string | undefined)[] = [];
  const producer = new BatchingProducer<OutgoingMessage>({
    sender,
    limits,
    encode: (plain) => plain,
    sizeOf: messageBytes,
    onAcknowledged: (batch) => acknowledged.push(...valuesOf(batch)),
    onFailure: (failure) => failures.push(failure?.error.code),
    now: () => 1_000,
    random: () => 0,
    ...parts,
  });
  return { producer, acknowledged, failures };
}

const unreachable = new StreamError('BROKER_UNREACHABLE', 'gone');
const refused = new StreamError('AUTHENTICATION_FAILED', 'wrong password');

describe('a batching producer', () => {
  test('acknowledges everything once and in order, in batches within the limit', async () => {
    const { sender, attempts } = senderOf();
    const { producer, acknowledged } = producerOf(sender);
    for (let number = 0; number < 95; number += 1) producer.add(message(number));
    await producer.flush();
    expect(acknowledged).toEqual(Array.from({ length: 95 }, (_, number) => number));
    expect(Math.max(...attempts.map((batch) => batch.length))).toBe(10);
    await producer.close();
  });

  test('sends a failed batch again unchanged, before anything else', async () => {
    const { sender, attempts } = senderOf([unreachable, unreachable]);
    const { producer, acknowledged } = producerOf(sender);
    for (let number = 0; number < 15; number += 1) producer.add(message(number));
    await producer.flush();
    const first = Array.from({ length: 10 }, (_, number) => number);
    expect(attempts.slice(0, 3)).toEqual([first, first, first]);
    expect(acknowledged).toHaveLength(15);
    await producer.close();
  });

  test('tells when failures begin, change and end, not every attempt', async () => {
    const { sender } = senderOf([unreachable, unreachable, refused, refused]);
    const { producer, failures } = producerOf(sender);
    producer.add(message(0));
    await producer.flush();
    expect(failures).toEqual(['BROKER_UNREACHABLE', 'AUTHENTICATION_FAILED', undefined]);
    await producer.close();
  });

  test('shows a failure while it lasts, with its beginning', async () => {
    const { sender } = senderOf(Array.from({ length: 1_000 }, () => unreachable));
    const failing = Promise.withResolvers<void>();
    const { producer } = producerOf(sender, { onFailure: () => failing.resolve() });
    producer.add(message(0));
    await failing.promise;
    expect(producer.state).toMatchObject({
      queuedMessages: 1,
      failure: { error: { code: 'BROKER_UNREACHABLE' }, since: 1_000 },
      acknowledgedAt: undefined,
    });
    await producer.close();
  });

  test('refuses what passes its bounds and accepts again after an acknowledgement', async () => {
    const gate = Promise.withResolvers<void>();
    const sender: Sender = { send: () => gate.promise, close: async () => undefined };
    const { producer } = producerOf(sender, { limits: { ...limits, queue: { messages: 2, bytes: 1_000 } } });
    expect([0, 1, 2].map((number) => producer.add(message(number)))).toEqual([true, true, false]);
    gate.resolve();
    await producer.flush();
    expect(producer.add(message(2))).toBe(true);
    await producer.close();
  });

  test('closes at once, also while a batch is on its way, and takes nothing more', async () => {
    const sender: Sender = { send: () => new Promise(() => {}), close: async () => undefined };
    const { producer, acknowledged } = producerOf(sender);
    producer.add(message(0));
    await producer.close();
    expect(producer.add(message(1))).toBe(false);
    expect(acknowledged).toEqual([]);
  });
});

test('whatever fails, each message is acknowledged once and in order', async () => {
  const outcome = fc.constantFrom('ok' as const, unreachable, refused);
  await fc.assert(
    fc.asyncProperty(
      fc.array(outcome, { maxLength: 12 }),
      fc.integer({ min: 1, max: 60 }),
      async (outcomes, count) => {
        const { producer, acknowledged } = producerOf(senderOf(outcomes).sender);
        for (let number = 0; number < count; number += 1) producer.add(message(number));
        await producer.flush();
        await producer.close();
        expect(acknowledged).toEqual(Array.from({ length: count }, (_, number) => number));
      },
    ),
    { numRuns: 50 },
  );
});
