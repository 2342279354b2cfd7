import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalKafka, startLocalKafka } from '../../hack/src/kafka/local-kafka.ts';
import { freePorts } from '../../hack/src/kafka/loopback-ports.ts';
import { connectAdmin, KafkaBrokers } from './kafka-brokers.ts';
import type { KafkaConnection } from './price-pipeline/ports.ts';

const topics = [
  { name: 'a.trades.v1', partitions: 3, replicationFactor: 1, config: { 'retention.ms': '3600000' } },
  { name: 'a.state.v1', partitions: 1, replicationFactor: 1, config: { 'cleanup.policy': 'compact' } },
];
const question = { topics: topics.map(({ name }) => name), tradesTopic: 'a.trades.v1', windowSeconds: 120 };
const signal = new AbortController().signal;
const brokers = new KafkaBrokers({
  connect: connectAdmin({ debug: () => {}, warn: () => {} }),
  now: () => new Date(),
});

let kafka: LocalKafka;
const login = { username: 'pricecast', password: 'right' };
const connection = (password = 'right'): KafkaConnection => ({
  bootstrapServers: [kafka.bootstrapServers],
  sasl: { mechanism: 'PLAIN', username: login.username, password },
});

beforeAll(async () => {
  kafka = await startLocalKafka({ sasl: login });
});
afterAll(() => kafka.stop());

describe('a real broker with passwords', () => {
  test('answers without topics, makes them, and answers with them', async () => {
    expect(await brokers.read(connection(), question, signal)).toEqual({
      kind: 'Answered',
      topics: new Map(),
      trades: { kind: 'Absent' },
    });
    expect(await brokers.ensure(connection(), topics, signal)).toBeUndefined();
    expect(await brokers.ensure(connection(), topics, signal)).toBeUndefined();
    const answer = await brokers.read(connection(), question, signal);
    expect(answer).toMatchObject({
      kind: 'Answered',
      trades: { kind: 'Counted', everWritten: 0, recent: 0, windowSeconds: 120 },
    });
    expect(answer.kind === 'Answered' && answer.topics.get('a.trades.v1')).toMatchObject({
      partitions: 3,
      config: { 'retention.ms': '3600000' },
    });
  });

  test('does not let in a wrong password, and says so', async () => {
    expect(await brokers.read(connection('wrong'), question, signal)).toMatchObject({
      kind: 'Failed',
      reason: 'KafkaAuthenticationFailed',
    });
  });

  test('is unreachable where nobody listens', async () => {
    const [port] = await freePorts(1);
    const nowhere = { bootstrapServers: [`127.0.0.1:${port}`] };
    expect(await brokers.read(nowhere, question, signal)).toEqual({
      kind: 'Failed',
      reason: 'BrokerUnreachable',
      what: `No broker answers at 127.0.0.1:${port}`,
    });
  });
});
