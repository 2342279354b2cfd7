import { createMetrics } from '@pricecast/runtime';
import { expect, test } from 'vitest';
import { aScaler } from '../testing/builders.ts';
import { makeTwin } from './manifests.ts';
import { exportShadows } from './shadow-gauge.ts';

test('a twin is shown under its scaler, follows its HPA, and is gone with the rehearsal', async () => {
  const registry = createMetrics();
  const twin = makeTwin(aScaler(), 3);
  let twins = [twin];
  exportShadows(registry, { list: () => twins });
  const shown = async () =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('pricecast_shadow_replicas{'));
  expect(await shown()).toEqual(['pricecast_shadow_replicas{namespace="market",scaler="shop"} 3']);
  twins = [{ ...twin, spec: { replicas: 8 } }];
  expect(await shown()).toEqual(['pricecast_shadow_replicas{namespace="market",scaler="shop"} 8']);
  twins = [];
  expect(await shown()).toEqual([]);
});
