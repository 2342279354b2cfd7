import type { PredictiveScalerStatus } from '@pricecast/crds';
import {
  Applier,
  Controller,
  FlipDetector,
  keyOf,
  type Manifest,
  parseKey,
  source,
  specChanged,
} from '@pricecast/kube';
import { floorHolders, hpaTarget, scalerOf, scalerTarget } from './caches.ts';
import type { Platform } from './platform.ts';
import { apiServiceLooksDifferent, customMetricsApi, kedaApi } from './predictive-scaler/api-service.ts';
import { FloorResets } from './predictive-scaler/floor/floor-resets.ts';
import { hpaLooksDifferent } from './predictive-scaler/live-scaler.ts';
import { reconcileScaler } from './predictive-scaler/reconcile.ts';
import { twinLooksDifferent } from './predictive-scaler/shadow/live-shadow.ts';
import { adapterSpoke, decideScalerWrite } from './predictive-scaler/status.ts';
import { renderHashAnnotation } from './render-hash-annotation.ts';
import { resources } from './resources.ts';
import { StatusWriter } from './status/status-writer.ts';

/** APIs whose coming and going concerns every scaler. */
const watchedApis: readonly string[] = [customMetricsApi, kedaApi];

const statusOf = ({ status }: Manifest) => status as PredictiveScalerStatus | undefined;

/** The controller of PredictiveScalers. What happens to one target concerns every scaler of it. */
export const makeScalerController = (platform: Platform): Controller => {
  const { caches, client, clock, random, log, metrics, recorder, settings } = platform;
  const ofTarget = (target: string) => caches.scalers.byIndex('target', target);
  const controller: Controller = new Controller({
    name: 'predictive-scaler',
    reconcile: (key, signal) => reconcile(key, signal),
    sources: [
      source(caches.scalers, {
        keysOf: (scaler) => [keyOf(scaler), ...ofTarget(scalerTarget(scaler)).map(keyOf)],
        matters: (before, after) =>
          specChanged(before, after) || adapterSpoke(statusOf(before), statusOf(after)),
      }),
      source(caches.hpas, {
        keysOf: (hpa) => [
          ...ofTarget(hpaTarget(hpa)).map(keyOf),
          ...[...floorHolders(hpa), ...scalerOf(hpa)].map(parseKey),
        ],
        matters: hpaLooksDifferent,
      }),
      source(caches.twins, {
        keysOf: (twin) => scalerOf(twin).map(parseKey),
        matters: twinLooksDifferent,
      }),
      source(caches.apiServices, {
        keysOf: ({ metadata }) =>
          watchedApis.includes(metadata.name) ? caches.scalers.list().map(keyOf) : [],
        matters: apiServiceLooksDifferent,
      }),
    ],
    clock,
    random,
    log,
    metrics,
  });
  const { ownWrites } = controller;
  const reconcile = reconcileScaler({
    scalers: { get: (key) => caches.scalers.get(key), ofTarget },
    hpas: {
      get: (key) => caches.hpas.get(key),
      ofTarget: (target) => caches.hpas.byIndex('target', target),
      ofFloor: (scaler) => caches.hpas.byIndex('floor', scaler),
    },
    twins: { get: (key) => caches.twins.get(key) },
    apiServices: { get: (name) => caches.apiServices.get(name) },
    operatorNamespace: settings.operatorNamespace,
    client,
    applier: new Applier({
      client,
      hashAnnotation: renderHashAnnotation,
      cacheOf: (resource) => (resource === resources.hpas ? caches.hpas : undefined),
      ownWrites,
      flips: new FlipDetector(clock),
      metrics,
    }),
    statuses: new StatusWriter({
      resource: resources.predictiveScalers,
      client,
      ownWrites,
      decide: decideScalerWrite,
      monotonicSeconds: () => clock.monotonicMs() / 1_000,
    }),
    recorder,
    clock,
    resets: new FloorResets(clock),
    ownWrites,
  });
  return controller;
};
