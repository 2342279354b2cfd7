import { group, predictiveScalerKind, pricePipelineKind, shadowWorkloadKind, version } from '@pricecast/crds';
import { events, leases, type Manifest, type Resource } from '@pricecast/kube';

const namespaced = (apiGroup: string, apiVersion: string, plural: string, kind: string): Resource => ({
  group: apiGroup,
  version: apiVersion,
  plural,
  kind,
  namespaced: true,
});

/** The resources that the operator talks about. */
export const resources = {
  pricePipelines: namespaced(group, version, pricePipelineKind.plural, pricePipelineKind.kind),
  predictiveScalers: namespaced(group, version, predictiveScalerKind.plural, predictiveScalerKind.kind),
  shadowWorkloads: namespaced(group, version, shadowWorkloadKind.plural, shadowWorkloadKind.kind),
  serviceAccounts: namespaced('', 'v1', 'serviceaccounts', 'ServiceAccount'),
  configMaps: namespaced('', 'v1', 'configmaps', 'ConfigMap'),
  services: namespaced('', 'v1', 'services', 'Service'),
  volumeClaims: namespaced('', 'v1', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  secrets: namespaced('', 'v1', 'secrets', 'Secret'),
  pods: namespaced('', 'v1', 'pods', 'Pod'),
  statefulSets: namespaced('apps', 'v1', 'statefulsets', 'StatefulSet'),
  deployments: namespaced('apps', 'v1', 'deployments', 'Deployment'),
  networkPolicies: namespaced('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy'),
  disruptionBudgets: namespaced('policy', 'v1', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  hpas: namespaced('autoscaling', 'v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  scaledObjects: namespaced('keda.sh', 'v1alpha1', 'scaledobjects', 'ScaledObject'),
  apiServices: {
    group: 'apiregistration.k8s.io',
    version: 'v1',
    plural: 'apiservices',
    kind: 'APIService',
    namespaced: false,
  },
  events,
  leases,
} as const satisfies Record<string, Resource>;

/** The kinds that a pipeline is made of. */
export const childResources: readonly Resource[] = [
  resources.serviceAccounts,
  resources.configMaps,
  resources.services,
  resources.volumeClaims,
  resources.statefulSets,
  resources.deployments,
  resources.networkPolicies,
  resources.disruptionBudgets,
  resources.predictiveScalers,
];

/** The resource of a child. Throws for a kind that no pipeline has: that is a fault of this program. */
export const resourceOfChild = ({ kind }: Pick<Manifest, 'kind'>): Resource => {
  const resource = childResources.find((candidate) => candidate.kind === kind);
  if (resource === undefined) throw new TypeError(`${kind} is no kind of a pipeline's children`);
  return resource;
};
