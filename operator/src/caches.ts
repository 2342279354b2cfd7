import { labelKeys, managedSelector, type PredictiveScalerSpec, predictiveScalerKind } from '@pricecast/crds';
import {
  byLabel,
  controllerOf,
  formatKey,
  Informer,
  type InformerOptions,
  type KubeObject,
  type Manifest,
  type Resource,
} from '@pricecast/kube';
import type { ApiService } from './predictive-scaler/api-service.ts';
import { floorMarkOf } from './predictive-scaler/floor/floor-mark.ts';
import { type LiveHpa, projectHpa } from './predictive-scaler/live-scaler.ts';
import type { LiveTwin } from './predictive-scaler/shadow/live-shadow.ts';
import { targetKey } from './predictive-scaler/target-key.ts';
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
  /** All of them: an HPA of somebody else may scale the same target. */
  readonly hpas: Informer<LiveHpa>;
  readonly twins: Informer<LiveTwin>;
  readonly apiServices: Informer<ApiService>;
}

const pipelineIndex = { pipeline: byLabel(labelKeys.pipeline) };

/** The target of a stored scaler, valid or not. */
export const scalerTarget = ({ metadata, spec }: Manifest): string =>
  targetKey(metadata.namespace ?? '', (spec as Partial<PredictiveScalerSpec> | undefined)?.targetRef ?? {});

/** The target of an HPA. */
export const hpaTarget = ({ metadata, spec }: LiveHpa): string =>
  targetKey(metadata.namespace ?? '', spec?.scaleTargetRef ?? {});

/** The scaler that has raised an HPA, as `namespace/name`; none for others. */
export const floorHolders = (hpa: LiveHpa): readonly string[] => {
  const mark = floorMarkOf(hpa);
  const { namespace = '' } = hpa.metadata;
  return mark === undefined ? [] : [formatKey({ namespace, name: mark.scaler })];
};

/** The scaler that controls an object, as `namespace/name`; none for others. */
export const scalerOf = (object: KubeObject): readonly string[] => {
  const controller = controllerOf(object);
  const { namespace = '' } = object.metadata;
  return controller?.kind === predictiveScalerKind.kind
    ? [formatKey({ namespace, name: controller.name })]
    : [];
};

/** Makes the caches; the manager runs them. */
export const makeCaches = (parts: CacheParts): Caches => {
  const labelled = { ...parts, labelSelector: managedSelector, indexers: pipelineIndex };
  return {
    pipelines: new Informer<Manifest>({ ...parts, resource: resources.pricePipelines }),
    scalers: new Informer<Manifest>({
      ...parts,
      resource: resources.predictiveScalers,
      indexers: { target: (scaler) => [scalerTarget(scaler)] },
    }),
    children: childResources.map((resource) => new Informer<Manifest>({ ...labelled, resource })),
    pods: new Informer<Pod>({ ...labelled, resource: resources.pods, project: projectPod }),
    hpas: new Informer<LiveHpa>({
      ...parts,
      resource: resources.hpas,
      project: projectHpa,
      indexers: { target: (hpa) => [hpaTarget(hpa)], floor: floorHolders },
    }),
    twins: new Informer<LiveTwin>({ ...parts, resource: resources.shadowWorkloads }),
    apiServices: new Informer<ApiService>({ ...parts, namespaces: [], resource: resources.apiServices }),
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
