import { explainApi } from '@pricecast/crds';

/** The group of metrics that are about objects of Kubernetes. */
export const customGroup = 'custom.metrics.k8s.io';
/** The group of metrics that are about nothing in Kubernetes. */
export const externalGroup = 'external.metrics.k8s.io';

/** The group in which decisions are explained. */
export const explainGroup = explainApi.group;

/** Versions of the custom group, the preferred one first. */
export const customVersions = ['v1beta2', 'v1beta1'] as const;
/** The one version of the external group. */
export const externalVersion = 'v1beta1';

export type CustomVersion = (typeof customVersions)[number];

/** Versions by group, preferred first. */
export const servedGroups: Readonly<Record<string, readonly string[]>> = {
  [customGroup]: customVersions,
  [externalGroup]: [externalVersion],
  [explainGroup]: [explainApi.version],
};
