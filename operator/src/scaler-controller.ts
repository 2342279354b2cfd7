import { Controller, ownKey, source, specChanged } from '@pricecast/kube';
import type { Platform } from './platform.ts';
import { reconcileScaler } from './predictive-scaler/reconcile.ts';
import { decideScalerWrite } from './predictive-scaler/status.ts';
import { resources } from './resources.ts';
import { StatusWriter } from './status/status-writer.ts';

/** The controller of PredictiveScalers. */
export const makeScalerController = ({
  caches,
  client,
  clock,
  random,
  log,
  metrics,
}: Platform): Controller => {
  const controller: Controller = new Controller({
    name: 'predictive-scaler',
    reconcile: (key, signal) => reconcile(key, signal),
    sources: [source(caches.scalers, { keysOf: ownKey, matters: specChanged })],
    clock,
    random,
    log,
    metrics,
  });
  const statuses = new StatusWriter({
    resource: resources.predictiveScalers,
    client,
    ownWrites: controller.ownWrites,
    decide: decideScalerWrite,
    monotonicSeconds: () => clock.monotonicMs() / 1_000,
  });
  const reconcile = reconcileScaler({ scalers: caches.scalers, client, statuses, clock });
  return controller;
};
