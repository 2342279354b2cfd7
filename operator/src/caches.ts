import { labelKeys, managedSelector } from '@pricecast/crds';
import {
  byLabel,
  formatKey,
  Informer,
  type InformerOptions,
  type KubeObject,
  type Manifest,
  type Resource,
} from '@pricecast/kube';
import type { PipelineCache } from './price-pipeline/observe.ts';
import { type Pod, projectPod } from './price-pipeline/pod.ts';
import { childResources, resources } from './resources.ts';

/** What all caches share. */
export type CacheParts = Pick<
  InformerOptions<KubeObject>,
  'transport' | 'clock' | 'random' | 'log' | 'metrics' | 'namespaces'
>;

/** Every cache of the operator. Children and pods are watched by label, so that foreign objects cost nothing. */
export interface Caches {
  readonly pipelines: Informer<Manifest>;
  readonly scalers: Informer<Manifest>;
  readonly children: readonly Informer<Manifest>[];
  readonly pods: Informer<Pod>;
}

const pipelineIndex = { pipeline: byLabel(labelKeys.pipeline) };

/** Makes the caches; the manager runs them. */
export const makeCaches = (parts: CacheParts): Caches => {
  const labelled = { ...parts, labelSelector: managedSelector, indexers: pipelineIndex };
  return {
    pipelines: new Informer<Manifest>({ ...parts, resource: resources.pricePipelines }),
    scalers: new Informer<Manifest>({ ...parts, resource: resources.predictiveScalers }),
    children: childResources.map((resource) => new Informer<Manifest>({ ...labelled, resource })),
    pods: new Informer<Pod>({ ...labelled, resource: resources.pods, project: projectPod }),
  };
};

/** The objects of several caches that carry a pipeline's label. */
export const ofPipeline = <T extends KubeObject>(informers: readonly Informer<T>[]): PipelineCache<T> => ({
  ofPipeline: (key) => informers.flatMap((informer) => informer.byIndex('pipeline', formatKey(key))),
});

/** The cache of one resource among several. */
export const cacheOf =
  (informers: readonly Informer<Manifest>[]) =>
  (resource: Resource): Informer<Manifest> | undefined =>
    informers.find((informer) => informer.resource === resource);
