import { group, predictiveScalerKind, version } from '@pricecast/crds';
import type { Resource } from '@pricecast/kube';

const namespaced = (apiGroup: string, apiVersion: string, plural: string, kind: string): Resource => ({
  group: apiGroup,
  version: apiVersion,
  plural,
  kind,
  namespaced: true,
});

/** The resources that the adapter talks about. */
export const resources = {
  predictiveScalers: namespaced(group, version, predictiveScalerKind.plural, predictiveScalerKind.kind),
  configMaps: namespaced('', 'v1', 'configmaps', 'ConfigMap'),
  secrets: namespaced('', 'v1', 'secrets', 'Secret'),
  services: namespaced('', 'v1', 'services', 'Service'),
  endpointSlices: namespaced('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice'),
  pods: namespaced('', 'v1', 'pods', 'Pod'),
  deployments: namespaced('apps', 'v1', 'deployments', 'Deployment'),
  statefulSets: namespaced('apps', 'v1', 'statefulsets', 'StatefulSet'),
} as const satisfies Record<string, Resource>;
