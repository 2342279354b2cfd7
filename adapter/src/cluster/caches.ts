import { Informer, type InformerOptions, type KubeObject, type Manifest } from '@pricecast/kube';
import { trustConfigMap } from '../access/trust.ts';
import { type Pod, projectPod } from './pod.ts';
import { resources } from './resources.ts';
import { projectWorkload, type Workload } from './workload.ts';

/** What all caches share. */
export type CacheParts = Pick<
  InformerOptions<KubeObject>,
  'transport' | 'clock' | 'random' | 'log' | 'metrics' | 'namespaces'
>;

/** Every cache of the adapter. */
export interface Caches {
  readonly scalers: Informer<Manifest>;
  readonly pods: Informer<Pod>;
  readonly deployments: Informer<Workload>;
  readonly statefulSets: Informer<Workload>;
  /** Whom the API server tells extension servers to trust. */
  readonly trust: Informer<Manifest>;
}

const inNamespace = ({ metadata }: KubeObject): readonly string[] => [metadata.namespace ?? ''];

/** Makes the caches; `runCaches` keeps them. */
export function makeCaches(parts: CacheParts): Caches {
  const indexers = { namespace: inNamespace };
  return {
    scalers: new Informer<Manifest>({ ...parts, indexers, resource: resources.predictiveScalers }),
    pods: new Informer<Pod>({ ...parts, indexers, resource: resources.pods, project: projectPod }),
    deployments: new Informer<Workload>({
      ...parts,
      resource: resources.deployments,
      project: projectWorkload,
    }),
    statefulSets: new Informer<Workload>({
      ...parts,
      resource: resources.statefulSets,
      project: projectWorkload,
    }),
    trust: new Informer<Manifest>({
      ...parts,
      resource: resources.configMaps,
      namespaces: [trustConfigMap.namespace],
      fieldSelector: `metadata.name=${trustConfigMap.name}`,
    }),
  };
}

/** The caches as a list. */
export const allCaches = ({ scalers, pods, deployments, statefulSets, trust }: Caches) => [
  scalers,
  pods,
  deployments,
  statefulSets,
  trust,
];
