import { labelKeys } from '@pricecast/crds';
import {
  Applier,
  Controller,
  canonicalJson,
  FlipDetector,
  labelledKey,
  type Manifest,
  ownKey,
  source,
  specChanged,
} from '@pricecast/kube';
import { cacheOf, ofPipeline } from './caches.ts';
import { firstReplicas } from './first-replicas.ts';
import type { Platform } from './platform.ts';
import { looksDifferent } from './price-pipeline/pod.ts';
import type { Brokers, Reports } from './price-pipeline/ports.ts';
import { type PipelinePorts, reconcilePipeline } from './price-pipeline/reconcile.ts';
import { readyOfScaler } from './price-pipeline/scalers-verdict.ts';
import { decideWrite } from './price-pipeline/status-thrift.ts';
import { renderHashAnnotation } from './render-hash-annotation.ts';
import { resources } from './resources.ts';
import { StatusWriter } from './status/status-writer.ts';

/** Waiting for a broker that does not answer takes seconds and no CPU, so many may wait at a time. */
const workers = 16;

/** The world outside of Kubernetes. */
export interface Outside {
  readonly brokers: Brokers;
  readonly reports: Reports;
}

/** The numbers of a scaler change all the time; a pipeline looks at what it says of itself. */
const scalerMatters = {
  matters: (before: Manifest, after: Manifest): boolean =>
    specChanged(before, after) ||
    canonicalJson(readyOfScaler(before)) !== canonicalJson(readyOfScaler(after)),
};

/** The controller of PricePipelines. Children wake their pipeline by its label: a retained volume has no owner. */
export const makePipelineController = (platform: Platform, outside: Outside): Controller => {
  const { caches, clock, random, log, metrics } = platform;
  const byPipeline = { keysOf: labelledKey(labelKeys.pipeline) };
  const controller: Controller = new Controller({
    name: 'price-pipeline',
    reconcile: (key, signal) => reconcile(key, signal),
    sources: [
      source(caches.pipelines, { keysOf: ownKey, matters: specChanged }),
      ...caches.children.map((cache) =>
        source(cache, {
          ...byPipeline,
          ...(cache.resource === resources.predictiveScalers ? scalerMatters : {}),
        }),
      ),
      source(caches.pods, { ...byPipeline, matters: looksDifferent }),
    ],
    clock,
    random,
    log,
    metrics,
    workers,
  });
  const reconcile = reconcilePipeline({ ...pipelinePorts(platform, controller), ...outside });
  return controller;
};

const pipelinePorts = (platform: Platform, { ownWrites }: Controller): Omit<PipelinePorts, keyof Outside> => {
  const { caches, client, clock, metrics, recorder, settings } = platform;
  return {
    settings,
    pipelines: caches.pipelines,
    children: ofPipeline(caches.children),
    pods: ofPipeline([caches.pods]),
    secrets: {
      find: async (namespace, name, signal) => {
        const secret = await client.find(resources.secrets, { namespace, name }, { signal });
        if (secret === undefined) return undefined;
        const data = (secret.data ?? {}) as Readonly<Record<string, string>>;
        return { resourceVersion: secret.metadata.resourceVersion ?? '', data };
      },
    },
    replicas: firstReplicas(client, ownWrites),
    applier: new Applier({
      client,
      hashAnnotation: renderHashAnnotation,
      cacheOf: cacheOf(caches.children),
      ownWrites,
      flips: new FlipDetector(clock),
      metrics,
    }),
    statuses: new StatusWriter({
      resource: resources.pricePipelines,
      client,
      ownWrites,
      decide: decideWrite,
      monotonicSeconds: () => clock.monotonicMs() / 1_000,
    }),
    recorder,
    clock,
  };
};
