import { expect, test } from 'vitest';
import { podMetric, prometheusMetrics, scalingMetrics } from './metrics.ts';
import { priorityClasses } from './priorities.ts';

test('metrics of the metric APIs are lower case: clients lower-case external names before they ask', () => {
  for (const name of [...Object.values(scalingMetrics), podMetric]) expect(name).toMatch(/^[a-z][a-z_]*$/);
});

test('metrics for Prometheus bear the product, and end in a unit or in what is counted', () => {
  for (const name of Object.values(prometheusMetrics)) expect(name).toMatch(/^pricecast_[a-z]+(_[a-z]+)+$/);
});

test('Kafka outlives collectors, and collectors outlive what can wait', () => {
  const { critical, high, normal } = priorityClasses;
  expect([critical.value, high.value, normal.value]).toEqual([1000, 500, 100]);
});
