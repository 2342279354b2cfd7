import { expect, test } from 'vitest';
import { pipelineTopics } from './pipeline-topics.ts';

const topics = pipelineTopics(
  { namespace: 'markets', name: 'btc' },
  { partitions: 12, replicationFactor: 3, retentionHours: 2 },
);
const hours = (name: string) =>
  Number(topics.find((topic) => topic.name === `markets.btc.${name}`)?.config['retention.ms']) / 3_600_000;

test('a pipeline has a topic for each stream, each with its dead letters, and one for each state', () => {
  expect(topics.map(({ name, partitions }) => [name, partitions])).toEqual([
    ['markets.btc.trades.v1', 12],
    ['markets.btc.trades.v1.dlq', 1],
    ['markets.btc.clean.v1', 12],
    ['markets.btc.clean.v1.dlq', 1],
    ['markets.btc.bars.v1', 12],
    ['markets.btc.bars.v1.dlq', 1],
    ['markets.btc.features.v1', 12],
    ['markets.btc.features.v1.dlq', 1],
    ['markets.btc.alerts.v1', 12],
    ['markets.btc.alerts.v1.dlq', 1],
    ['markets.btc.predictions.v1', 12],
    ['markets.btc.predictions.v1.dlq', 1],
    ['markets.btc.collector-state.v1', 1],
    ['markets.btc.processor-state.v1', 12],
    ['markets.btc.forecaster-state.v1', 12],
  ]);
  expect(topics.every(({ replicationFactor }) => replicationFactor === 3)).toBe(true);
});

test('trades and clean trades are kept as long as the user says, the rest for a week at least', () => {
  const streams = ['trades.v1', 'clean.v1', 'bars.v1', 'predictions.v1', 'trades.v1.dlq'];
  expect(streams.map(hours)).toEqual([2, 2, 168, 168, 168]);
});

test('states are compacted and never expire', () => {
  for (const { config } of topics.filter(({ name }) => name.includes('-state.'))) {
    expect(config['cleanup.policy']).toBe('compact');
    expect(config['retention.ms']).toBeUndefined();
  }
});

test('a pipeline that only collects has the topics of the collector', () => {
  const shape = { partitions: 1, replicationFactor: 1, retentionHours: 1 };
  const found = pipelineTopics({ namespace: 'markets', name: 'btc' }, shape, ['trades', 'collector-state']);
  expect(found.map(({ name }) => name)).toEqual([
    'markets.btc.trades.v1',
    'markets.btc.trades.v1.dlq',
    'markets.btc.collector-state.v1',
  ]);
});
