import { describe, expect, test } from 'vitest';
import { firstOf } from '../../judgement/verdict.ts';
import type { KafkaReading, TradesFacts } from '../observed.ts';
import { anObserved, aPipeline, aView } from '../testing/builders.ts';
import { answering, settledWorld } from '../testing/world.ts';
import { tradesTopic } from '../topics.ts';
import type { View } from '../view.ts';
import { topicsChecks } from './topics-checks.ts';
import { tradesChecks } from './trades-checks.ts';

const settled = settledWorld(anObserved());
const topic = tradesTopic(settled.pipeline);
type Answer = Extract<KafkaReading, { kind: 'Answered' }>;
const answer = answering(settled) as Answer;

/** The trades topic with other facts. */
const withTopic = (facts: object): KafkaReading => {
  const state = answer.topics.get(topic);
  if (state === undefined) throw new Error('the trades topic is missing');
  return { ...answer, topics: new Map([...answer.topics, [topic, { ...state, ...facts }]]) };
};
const withTrades = (trades: TradesFacts): KafkaReading => ({ ...answer, trades });

type Row = readonly [View, readonly [string, string, string]];

const topicRows: Readonly<Record<string, Row>> = {
  'topics of brokers that do not answer are unknown': [
    aView({ ...settled, kafka: { kind: 'NotAsked' } }),
    ['Unknown', 'TopicsPending', 'Topics are looked at when the brokers answer'],
  ],
  'a refusal of the brokers is passed on': [
    aView({
      ...settled,
      kafka: { ...answer, topics: new Map() },
      topicRefusal: { reason: 'KafkaAuthorizationFailed', what: 'User a may not create topics' },
    }),
    ['False', 'KafkaAuthorizationFailed', 'User a may not create topics'],
  ],
  'a topic with fewer partitions is left as it is': [
    aView({ ...settled, kafka: withTopic({ partitions: 3 }) }),
    ['False', 'TopicSettingsDiffer', `Topic ${topic} has partitions 3, and the spec wants 12`],
  ],
  'a topic with another replication factor is left as it is': [
    aView({ ...settled, kafka: withTopic({ replicationFactor: 3 }) }),
    ['False', 'TopicSettingsDiffer', `Topic ${topic} has replicationFactor 3, and the spec wants 1`],
  ],
  'a topic that does not exist yet is pending': [
    aView({ ...settled, kafka: { ...answer, topics: new Map() } }),
    ['False', 'TopicsPending', `Topic ${topic} is being made as wanted`],
  ],
  'a topic whose retention grows is pending': [
    aView({ ...settled, pipeline: aPipeline({ kafka: { topics: { retentionHours: 9 } } }) }),
    ['False', 'TopicsPending', `Topic ${topic} is being made as wanted`],
  ],
  'topics as wanted pass every check': [aView(settled), ['True', '', '']],
};

const tradeRows: Readonly<Record<string, Row>> = {
  'a suspended pipeline collects nothing on purpose': [
    aView({ ...settled, pipeline: aPipeline({ suspend: true }) }),
    ['False', 'Suspended', 'Nothing is collected, because spec.suspend is true'],
  ],
  'trades of brokers that do not answer are unknown, not zero': [
    aView({ ...settled, kafka: { kind: 'Failed', reason: 'BrokerUnreachable', what: 'silence' } }),
    ['Unknown', 'NoTradesYet', 'Trades are looked for when the brokers answer'],
  ],
  'an absent topic holds no trade': [
    aView({ ...settled, kafka: withTrades({ kind: 'Absent' }) }),
    ['False', 'NoTradesYet', `Topic ${topic} holds no trade yet`],
  ],
  'an empty topic holds no trade': [
    aView({
      ...settled,
      kafka: withTrades({ kind: 'Counted', everWritten: 0, recent: 0, windowSeconds: 120 }),
    }),
    ['False', 'NoTradesYet', `Topic ${topic} holds no trade yet`],
  ],
  'old trades in a retained topic do not count': [
    aView({
      ...settled,
      kafka: withTrades({ kind: 'Counted', everWritten: 9, recent: 0, windowSeconds: 120 }),
    }),
    ['False', 'TradesStopped', `Topic ${topic} got no trade within the last 120 s`],
  ],
  'a recent trade passes every check': [aView(settled), ['True', '', '']],
};

const tables = { TopicsReady: [topicsChecks, topicRows], TradesFlowing: [tradesChecks, tradeRows] } as const;

describe.each(Object.entries(tables))('%s', (_, [checks, rows]) => {
  test.each(Object.entries(rows))('%s', (__, [view, expected]) => {
    const { status = 'True', reason = '', what = '' } = firstOf(checks, view) ?? {};
    expect([status, reason, what]).toEqual(expected);
  });
});
