import { explainApi, podMetric, scalingMetrics } from '@pricecast/crds';
import { scalerResource, targetResources } from './discovery.ts';
import { customGroup, externalGroup } from './group-versions.ts';

/** A rule that lets people read what is served. */
export interface ReaderRule {
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const names = Object.values(scalingMetrics);

/** Rules for people: every metric by name, so that the role says what it grants. */
export const readerRules: readonly ReaderRule[] = [
  {
    apiGroup: customGroup,
    resources: [
      ...[scalerResource, ...targetResources].flatMap((resource) =>
        names.map((name) => `${resource}/${name}`),
      ),
      `pods/${podMetric}`,
      'metrics',
    ],
    verbs: ['get'],
  },
  { apiGroup: externalGroup, resources: names, verbs: ['get', 'list'] },
  { apiGroup: explainApi.group, resources: [explainApi.plural], verbs: ['get', 'list'] },
];
