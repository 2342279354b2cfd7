import { expect, test } from 'vitest';
import { podMetric, prometheusMetrics, scalingMetrics } from './metrics.ts';
import { priorityClasses } from './priorities.ts';

test('metrics of the metric APIs are lower case: clients lower-case external names before they ask', () => {
  for (const name of [...Object.values(scalingMetrics), podMetric]) expect(name).toMatch(/^[a-z][a-z_]*$/);
});

test('metrics for Prometheus bear the product, and end in a unit or in what is counted', () => {
  for (const name of Object.values(prometheusMetrics)) expect(name).toMatch(/^pricecast_[a-z]+(_[a-z]+)+$/);
});

test('metric APIs outlive Kafka, Kafka outlives collectors, and collectors outlive what can wait', () => {
  const { metricApis, critical, high, normal } = priorityClasses;
  expect([metricApis, critical, high, normal].map(({ value }) => value)).toEqual([100_000, 1_000, 500, 100]);
});
