import { expect, test } from 'vitest';
import { collectorLabels, componentLabels, managedSelector, pipelineLabels } from './labels.ts';

test('a collector shard carries everything that it is found by', () => {
  expect(collectorLabels('btc', 'binance', 1)).toEqual({
    'app.kubernetes.io/name': 'pricecast',
    'app.kubernetes.io/instance': 'btc',
    'app.kubernetes.io/component': 'collector',
    'app.kubernetes.io/managed-by': 'pricecast-operator',
    'pricecast.dev/pipeline': 'btc',
    'pricecast.dev/source': 'binance',
    'pricecast.dev/shard': '1',
  });
});

test('the labels of a component contain those of the pipeline, which a selector of the pipeline relies on', () => {
  expect(componentLabels('btc', 'kafka')).toMatchObject(pipelineLabels('btc'));
});

test('the selector of managed objects matches every child', () => {
  const [key, value] = managedSelector.split('=');
  expect(componentLabels('btc', 'exchange')[key ?? '']).toBe(value);
});
