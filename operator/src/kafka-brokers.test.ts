import { StreamError, type StreamErrorCode } from '@pricecast/stream';
import { describe, expect, test } from 'vitest';
import { type AdminClient, KafkaBrokers } from './kafka-brokers.ts';

const connection = {
  bootstrapServers: ['a:9092', 'b:9092'],
  sasl: { mechanism: 'PLAIN', username: 'pricecast', password: 'canary-password' },
} as const;
const question = { topics: ['trades', 'state'], tradesTopic: 'trades', windowSeconds: 120 };
const signal = new AbortController().signal;
const now = () => new Date(1_000_000);
const state = { name: 'trades', partitions: 2, replicationFactor: 1, config: {}, configuredHere: [] };

/** An administrator who knows one topic, with parts of it replaced. */
const anAdmin = (parts: Partial<AdminClient> = {}): AdminClient => ({
  describeTopics: async ([name]) => {
    if (name === 'trades') return new Map([[name, state]]);
    throw new StreamError('TOPIC_UNKNOWN', 'unknown');
  },
  ensureTopics: async () => [],
  offsets: async () => [
    { partition: 0, low: 5n, high: 10n },
    { partition: 1, low: 0n, high: 7n },
  ],
  messagesSince: async (_, since) => (since === 880_000 ? 3n : 0n),
  close: async () => {},
  ...parts,
});

const brokersOf = (admin: AdminClient) => new KafkaBrokers({ connect: async () => admin, now });
const brokersThatRefuse = (code: StreamErrorCode) =>
  new KafkaBrokers({ connect: () => Promise.reject(new StreamError(code, `${code} happened`)), now });

describe('what the brokers are asked', () => {
  test('gives the topics that exist, and counts the trades of the window', async () => {
    expect(await brokersOf(anAdmin()).read(connection, question, signal)).toEqual({
      kind: 'Answered',
      topics: new Map([['trades', state]]),
      trades: { kind: 'Counted', everWritten: 17, recent: 3, windowSeconds: 120 },
    });
  });

  test('counts no trades where there is no topic', async () => {
    const answer = await brokersOf(anAdmin()).read(connection, { ...question, tradesTopic: 'none' }, signal);
    expect(answer).toMatchObject({ trades: { kind: 'Absent' } });
  });

  test('closes the connection, whatever happened', async () => {
    let closed = 0;
    const close = async () => {
      closed += 1;
    };
    const offsets = () => Promise.reject(new StreamError('AUTHORIZATION_FAILED', 'no'));
    await brokersOf(anAdmin({ close })).read(connection, question, signal);
    await brokersOf(anAdmin({ close, offsets })).read(connection, question, signal);
    expect(closed).toBe(2);
  });

  test('passes faults of this program on instead of calling them an answer', async () => {
    const broken = anAdmin({ offsets: () => Promise.reject(new TypeError('bug')) });
    await expect(brokersOf(broken).read(connection, question, signal)).rejects.toThrow('bug');
  });
});

const servers = 'a:9092, b:9092';
const rows: readonly (readonly [StreamErrorCode, string, string])[] = [
  ['BROKER_UNREACHABLE', 'BrokerUnreachable', `No broker answers at ${servers}`],
  [
    'TLS_UNTRUSTED',
    'KafkaTlsFailed',
    `The certificate of the brokers at ${servers} is not signed by a trusted authority`,
  ],
  ['TLS_FAILED', 'KafkaTlsFailed', `The brokers at ${servers} do not speak TLS as the spec has it`],
  [
    'AUTHENTICATION_FAILED',
    'KafkaAuthenticationFailed',
    `The brokers at ${servers} do not let in user pricecast with this password and mechanism`,
  ],
  [
    'AUTHORIZATION_FAILED',
    'KafkaAuthorizationFailed',
    `The brokers at ${servers} do not allow user pricecast to look after the topics`,
  ],
  ['KAFKA_FAILED', 'BrokerUnreachable', 'KAFKA_FAILED happened'],
];

describe('what is told of a failure', () => {
  test.each(rows)('%s is %s, in stable words and without the password', async (code, reason, what) => {
    const reading = await brokersThatRefuse(code).read(connection, question, signal);
    expect(reading).toEqual({ kind: 'Failed', reason, what });
    expect(JSON.stringify(reading)).not.toContain('canary');
  });

  test('a topic that cannot be made is refused, unless access itself is the cause', async () => {
    expect(await brokersThatRefuse('KAFKA_FAILED').ensure(connection, [], signal)).toEqual({
      reason: 'TopicRefused',
      what: 'KAFKA_FAILED happened',
    });
    expect(await brokersThatRefuse('AUTHORIZATION_FAILED').ensure(connection, [], signal)).toMatchObject({
      reason: 'KafkaAuthorizationFailed',
    });
    expect(await brokersOf(anAdmin()).ensure(connection, [], signal)).toBeUndefined();
  });
});
