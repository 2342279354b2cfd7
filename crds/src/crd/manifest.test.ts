import { describe, expect, test } from 'vitest';
import { type CrdManifest, predictiveScalerCrd, pricePipelineCrd, shadowWorkloadCrd } from './manifest.ts';
import type { SchemaNode } from './structural.ts';

interface Version {
  readonly additionalPrinterColumns: readonly { name: string; type: string; priority?: number }[];
  readonly schema: { readonly openAPIV3Schema: SchemaNode };
}

const versionOf = (crd: CrdManifest): Version => {
  const [version] = crd.spec.versions as Version[];
  if (version === undefined) throw new Error('the CRD has no version');
  return version;
};

/** Every node of a schema with its path. */
function nodes(node: SchemaNode, path: string): { path: string; node: SchemaNode }[] {
  const properties = Object.entries((node.properties ?? {}) as Record<string, SchemaNode>);
  const items = node.items === undefined ? [] : nodes(node.items as SchemaNode, `${path}[]`);
  return [
    { path, node },
    ...properties.flatMap(([name, child]) => nodes(child, `${path}.${name}`)),
    ...items,
  ];
}

const schemaOf = (crd: CrdManifest, member: 'spec' | 'status') => {
  const properties = versionOf(crd).schema.openAPIV3Schema.properties as Record<string, SchemaNode>;
  return nodes(properties[member] ?? {}, member);
};

describe.each([
  { name: 'PricePipeline', crd: pricePipelineCrd() },
  { name: 'PredictiveScaler', crd: predictiveScalerCrd() },
])('the CRD of $name', ({ crd }) => {
  test('has enums in PascalCase', () => {
    const words = schemaOf(crd, 'spec').flatMap(({ node }) => (node.enum ?? []) as string[]);
    expect(words.filter((word) => !/^[A-Z][A-Za-z0-9]*$/.test(word))).toEqual([]);
  });

  test('has no required and no defaulted field in its status, which has several writers', () => {
    const ofConditions = (path: string) => path.startsWith('status.conditions');
    const own = schemaOf(crd, 'status').filter(({ path }) => !ofConditions(path));
    expect(own.filter(({ node }) => node.required !== undefined || node.default !== undefined)).toEqual([]);
  });

  test('keeps conditions as a map by type, so that two writers can own different ones', () => {
    const conditions = schemaOf(crd, 'status').find(({ path }) => path === 'status.conditions');
    expect(conditions?.node).toMatchObject({
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['type'],
    });
  });

  test('describes each field in a sentence', () => {
    const described = [...schemaOf(crd, 'spec'), ...schemaOf(crd, 'status')].filter(
      ({ path }) => !path.endsWith('[]'),
    );
    const bad = described.filter(({ node }) => !/^[A-Z0-9].*\.$/.test(String(node.description)));
    expect(bad.map(({ path }) => path)).toEqual([]);
  });

  test('has units in the names of numbers', () => {
    const units = /(Seconds|Hours|Days|Percent|Replicas|Cycles|PerShard|PerSecond|PerMinute|Generation)$/;
    const bare = /\.(port|seed|partitions|replicationFactor|maxStreams|value|seconds)$/;
    const numbers = schemaOf(crd, 'spec').filter(({ node }) => node.type === 'integer');
    const names = numbers.map(({ path }) => path.replace('[]', ''));
    expect(names.filter((path) => !units.test(path) && !bare.test(path))).toEqual([]);
  });
});

test('the columns of pricepipelines fit into 120 characters with long values and a name of 34', () => {
  const longest: Record<string, number> = {
    Ready: 'Unknown'.length,
    Reason: 'KafkaAuthenticationFailed'.length,
    Symbols: '1000'.length,
    'Events/s': '100000'.length,
    Lag: '59m59s'.length,
    Replicas: '40/40'.length,
    Age: '100d'.length,
  };
  const shown = versionOf(pricePipelineCrd()).additionalPrinterColumns.filter(
    ({ priority }) => priority === undefined,
  );
  expect(shown.map(({ name }) => name)).toEqual(Object.keys(longest));
  const gap = 3;
  const width = shown.reduce((sum, { name }) => sum + gap + Math.max(name.length, longest[name] ?? 0), 34);
  expect(width).toBeLessThanOrEqual(120);
});

test('the columns of predictivescalers show load, forecast, capacity, replicas, stage and reason', () => {
  const shown = versionOf(predictiveScalerCrd()).additionalPrinterColumns.filter(
    ({ priority }) => priority === undefined,
  );
  expect(shown.map(({ name }) => name)).toEqual([
    'Load',
    'Forecast',
    'Capacity',
    'Replicas',
    'Stage',
    'Reason',
    'Age',
  ]);
});

test('a shadow is scaled by its scale subresource, and has one pod before anybody did', () => {
  const [version] = shadowWorkloadCrd().spec.versions as { readonly subresources: object }[];
  expect(version?.subresources).toEqual({
    status: {},
    scale: {
      specReplicasPath: '.spec.replicas',
      statusReplicasPath: '.status.replicas',
      labelSelectorPath: '.status.selector',
    },
  });
  const replicas = schemaOf(shadowWorkloadCrd(), 'spec').find(({ path }) => path === 'spec.replicas');
  expect(replicas?.node).toMatchObject({ default: 1 });
});
