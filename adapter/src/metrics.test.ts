import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusMetrics } from '@pricecast/crds';
import { createMetrics } from '@pricecast/runtime';
import { beforeEach, expect, test } from 'vitest';
import { AdapterMetrics } from './metrics.ts';
import { ScalerScene } from './testing/scaler-scene.ts';

const registry = createMetrics();
const metrics = new AdapterMetrics(registry);
let scene: ScalerScene;
beforeEach(async () => {
  scene = new ScalerScene();
  await scene.sample(100);
  metrics.concluded(scene.last.conclusion, scene.last.observation);
});

/** The one that the operator serves: it keeps the twin at which an HPA rehearses. */
const ofOperator = prometheusMetrics.shadowReplicas;

test('every metric of the scaling dashboard but the one of rehearsals is one of the adapter', async () => {
  const dashboard = readFileSync(
    join(import.meta.dirname, '../../charts/pricecast/dashboards/scaling.json'),
    'utf8',
  );
  const asked = new Set(
    dashboard.match(/pricecast_[a-z_]+(?=[{[\\])/g)?.map((name) => name.replace(/_bucket$/, '')),
  );
  const served = new Set((await registry.getMetricsAsJSON()).map(({ name }) => name));
  expect(asked.size).toBeGreaterThan(8);
  expect([...asked].filter((name) => !served.has(name))).toEqual([ofOperator]);
});

test('a decision is shown under its reason alone, and a scaler that is gone is not shown', async () => {
  const shown = async () =>
    (await registry.metrics())
      .split('\n')
      .filter((line) => line.startsWith('pricecast_') && line.includes('scaler='));
  const decisions = (await shown()).filter((line) => line.startsWith('pricecast_decision_replicas'));
  expect(decisions).toEqual([
    'pricecast_decision_replicas{namespace="shop",scaler="checkout",reason="HistoryTooShort"} 8',
  ]);
  await metrics.gone('shop', 'checkout');
  expect(await shown()).toEqual([]);
});

test('regressors are shown by when their newest value is of, and those that are gone are not', async () => {
  const seen = async () => (await registry.metrics()).match(/^pricecast_regressor_seen.*$/gm) ?? [];
  const { conclusion, observation } = scene.last;
  const view = { kind: 'Http', fault: undefined };
  const regressors = [
    { ...view, name: 'mail', seenAt: 5_000 },
    { ...view, name: 'news', seenAt: undefined },
  ];
  metrics.concluded(conclusion, { ...observation, regressors });
  expect(await seen()).toEqual([
    'pricecast_regressor_seen_timestamp_seconds{namespace="shop",scaler="checkout",regressor="mail"} 5',
  ]);
  metrics.concluded(conclusion, { ...observation, regressors: regressors.slice(1) });
  expect(await seen()).toEqual([]);
});

test('a forecast is shown for its newest horizon alone', async () => {
  const horizons = async () =>
    [...(await registry.metrics()).matchAll(/forecast_value{.*horizon_seconds="(\d+)"}/g)].map(
      ([, at]) => at,
    );
  for (let step = 0; step < 60; step += 1) await scene.sample(100 + (step % 7));
  metrics.concluded(scene.last.conclusion, scene.last.observation);
  expect(new Set(await horizons())).toEqual(new Set(['30']));
  const { forecast } = scene.last.observation;
  const later = forecast && { ...forecast, until: forecast.madeAt + 45_000 };
  metrics.concluded(scene.last.conclusion, { ...scene.last.observation, forecast: later });
  expect(new Set(await horizons())).toEqual(new Set(['45']));
  metrics.concluded(scene.last.conclusion, { ...scene.last.observation, forecast: undefined });
  expect(await horizons()).toEqual([]);
});
