import { expect, test } from 'vitest';
import { consumerGroup, deadLetterTopic, topicName } from './topics.ts';

test('a topic is named after namespace, pipeline, stream and version', () => {
  const pipeline = { namespace: 'markets', name: 'btc' };
  expect(topicName(pipeline, 'trades')).toBe('markets.btc.trades.v1');
  expect(topicName(pipeline, 'collector-state')).toBe('markets.btc.collector-state.v1');
  expect(deadLetterTopic(topicName(pipeline, 'trades'))).toBe('markets.btc.trades.v1.dlq');
});

test('a consumer group is named after namespace, pipeline and stage', () => {
  expect(consumerGroup({ namespace: 'markets', name: 'btc' }, 'processor')).toBe('markets.btc.processor');
});

test.each([
  ['an upper-case name', { namespace: 'markets', name: 'BTC' }],
  ['an empty namespace', { namespace: '', name: 'btc' }],
  ['a name with a slash', { namespace: 'markets', name: 'b/c' }],
  ['a name that Kafka could not hold', { namespace: 'markets', name: 'b'.repeat(250) }],
])('%s is refused', (_name, pipeline) => {
  expect(() => topicName(pipeline, 'trades')).toThrow(
    expect.objectContaining({ code: 'TOPIC_NAME_INVALID' }),
  );
});
