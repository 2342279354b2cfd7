import { createHash } from 'node:crypto';
import {
  explainApi,
  group as ownGroup,
  podMetric,
  predictiveScalerKind,
  scalingMetrics,
} from '@pricecast/crds';
import {
  customGroup,
  customVersions,
  externalGroup,
  externalVersion,
  servedGroups,
} from './group-versions.ts';

/** Resources about which custom metrics are served, as plural and group. */
export const scalerResource = `${predictiveScalerKind.plural}.${ownGroup}`;
/** Workloads that can be targets. */
export const targetResources = ['deployments.apps', 'statefulsets.apps'] as const;

interface Parent {
  readonly resource: string;
  readonly namespaced: boolean;
  readonly metrics: readonly string[];
}

const names = Object.values(scalingMetrics);
const { plural, kind } = explainApi;
const singular = kind.toLowerCase();
const verbs = ['get', 'list'];

/** Every parent has one scope: the aggregator rejects a group in which one has two. */
const parents: readonly Parent[] = [
  ...[scalerResource, ...targetResources].map((resource) => ({ resource, namespaced: true, metrics: names })),
  { resource: 'pods', namespaced: true, metrics: [podMetric] },
  { resource: 'namespaces', namespaced: false, metrics: [scalingMetrics.costScore] },
];

/** `APIGroupList` of both groups. */
export const groupList = (): object => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: Object.keys(servedGroups).map(groupOfName),
});

/** `APIGroup` of one group. */
export const groupBody = (name: string): object => ({
  kind: 'APIGroup',
  apiVersion: 'v1',
  ...groupOfName(name),
});

function groupOfName(name: string) {
  const versions = (servedGroups[name] ?? []).map((version) => ({
    groupVersion: `${name}/${version}`,
    version,
  }));
  return { name, versions, preferredVersion: versions[0] };
}

/** `APIResourceList` of a version. It is static and never empty: kubectl takes an empty one for an error. */
export function resourceList(group: string, version: string): object {
  if (group === explainApi.group)
    return listOf(group, version, [{ ...resource(plural, true, kind), singularName: singular, verbs }]);
  const resources =
    group === externalGroup
      ? names.map((name) => resource(name, true, 'ExternalMetricValueList'))
      : parents.flatMap(({ resource: parent, namespaced, metrics }) =>
          metrics.map((metric) => resource(`${parent}/${metric}`, namespaced, 'MetricValueList')),
        );
  return listOf(group, version, resources);
}

const listOf = (group: string, version: string, resources: readonly object[]): object => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: `${group}/${version}`,
  resources,
});

const resource = (name: string, namespaced: boolean, kind: string) => ({
  name,
  singularName: '',
  namespaced,
  kind,
  verbs: ['get'],
});

const kindOf = (kind: string) => ({ group: '', version: '', kind });
const scopeOf = (namespaced: boolean) => (namespaced ? 'Namespaced' : 'Cluster');

const externalResources = names.map((name) => ({
  resource: name,
  responseKind: kindOf('ExternalMetricValueList'),
  scope: 'Namespaced',
  singularResource: '',
  verbs: ['get'],
}));

const explainResources = [
  {
    resource: plural,
    responseKind: { group: explainApi.group, version: explainApi.version, kind },
    scope: 'Namespaced',
    singularResource: singular,
    verbs,
  },
];

const customResources = parents.map(({ resource: parent, namespaced, metrics }) => ({
  resource: parent,
  responseKind: kindOf(''),
  scope: scopeOf(namespaced),
  singularResource: '',
  verbs: [],
  subresources: metrics.map((metric) => ({
    subresource: metric,
    responseKind: kindOf('MetricValueList'),
    verbs: ['get'],
  })),
}));

const discovered = (version: string, resources: readonly object[]) => ({
  version,
  freshness: 'Current',
  resources,
});

/** `APIGroupDiscoveryList` (KEP-3352) of everything, serialised, and its entity tag. */
export const discoveryList: { readonly body: string; readonly etag: string } = tagged({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items: [
    {
      metadata: { name: customGroup },
      versions: customVersions.map((version) => discovered(version, customResources)),
    },
    { metadata: { name: externalGroup }, versions: [discovered(externalVersion, externalResources)] },
    { metadata: { name: explainApi.group }, versions: [discovered(explainApi.version, explainResources)] },
  ],
});

/** Content type that aggregated discovery must carry. */
export const discoveryType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function tagged(body: object): { body: string; etag: string } {
  const text = JSON.stringify(body);
  return { body: text, etag: `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"` };
}
