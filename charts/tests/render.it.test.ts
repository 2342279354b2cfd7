import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissions as adapterPermissions } from '@pricecast/adapter';
import { adapterNames, metricApis, podMetric } from '@pricecast/crds';
import { type Permission, permissions } from '@pricecast/operator';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { caseName, chart, type Rendered, render, run } from './helm.ts';

const valuesFiles = readdirSync(join(chart, 'ci')).map((file) => join(chart, 'ci', file));
const cases = valuesFiles.map((file) => ({ name: caseName(file), file }));

const ofKind = (objects: readonly Rendered[], kind: string) =>
  objects.filter((object) => object.kind === kind);

describe.each(cases)('the chart with the values "$name"', ({ name, file }) => {
  test('passes helm lint', async () => {
    const { code, out, err } = await run('helm', ['lint', '--strict', chart, '-f', file]);
    expect({ code, says: code === 0 ? '' : out + err }).toEqual({ code: 0, says: '' });
  });

  test('renders what the golden file has; UPDATE_GOLDEN=1 writes it anew', async () => {
    const objects = (await render(['-f', file])).map(withoutSchema).map(withoutDashboards);
    const golden = join(import.meta.dirname, 'golden', `${name}.yaml`);
    const text = objects.map((object) => stringify(object, { lineWidth: 110 })).join('---\n');
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });
});

/** CRDs are generated and checked elsewhere; here it counts that they are there and kept. */
const withoutSchema = (object: Rendered): Rendered =>
  object.kind === 'CustomResourceDefinition' ? { ...object, spec: 'generated from crds/src' } : object;

/** Dashboards are files of their own; a test against Prometheus asks every query of them. */
const withoutDashboards = (object: Rendered): Rendered =>
  object.metadata.labels?.grafana_dashboard === undefined
    ? object
    : { ...object, data: Object.keys(object.data as object) };

describe('what is rendered', () => {
  test('grants the operator exactly the rights that its code declares, and no wildcard', async () => {
    const objects = await render([]);
    const role = ofKind(objects, 'ClusterRole').find(({ metadata }) => metadata.name.endsWith('-operator'));
    const declared = (scope: Permission['scope']) =>
      permissions
        .filter((permission) => permission.scope === scope)
        .map(({ apiGroup, resource, verbs, names }) => ({
          apiGroups: [apiGroup],
          resources: [resource],
          ...(names === undefined ? {} : { resourceNames: names }),
          verbs,
        }));
    expect(role?.rules).toEqual(declared('Cluster'));
    const everywhere = ofKind(objects, 'ClusterRole').find(({ metadata }) =>
      metadata.name.endsWith('-operator-cluster'),
    );
    expect(everywhere?.rules).toEqual(declared('NoNamespace'));
    const roles = [...ofKind(objects, 'ClusterRole'), ...ofKind(objects, 'Role')];
    expect(JSON.stringify(roles.map(({ rules }) => rules))).not.toContain('*');
  });

  test('grants the adapter exactly the rights that its code declares', async () => {
    const objects = await render([]);
    const roleOf = (name: string) =>
      ofKind(objects, 'ClusterRole').find(({ metadata }) => metadata.name === name)?.rules;
    expect(roleOf(adapterNames.workload)).toEqual(
      adapterPermissions.map(({ apiGroup, resource, verbs }) => ({
        apiGroups: [apiGroup],
        resources: [resource],
        verbs,
      })),
    );
    expect(JSON.stringify(roleOf(`${adapterNames.workload}-metrics-view`))).toContain(podMetric);
  });

  test('binds the operator in every namespace, or in those that are watched and in no other', async () => {
    const operatorAlone = ['--set', 'adapter.enabled=false'];
    const everywhere = await render(operatorAlone);
    const bindings = (objects: readonly Rendered[]) =>
      ofKind(objects, 'ClusterRoleBinding').map(({ metadata }) => metadata.name.replace(/^.*-operator/, ''));
    expect(bindings(everywhere).sort()).toEqual(['', '-cluster']);
    const some = await render([...operatorAlone, '--set', 'watchNamespaces={a,b}']);
    expect(bindings(some)).toEqual(['-cluster']);
    const bound = ofKind(some, 'RoleBinding').map(({ metadata }) => metadata.namespace);
    expect(bound.sort()).toEqual(['a', 'b', 'system']);
  });

  test('has the metric APIs that the adapter answers, and leaves what they trust to the operator', async () => {
    expect(ofKind(await render(['--set', 'adapter.enabled=false']), 'APIService')).toEqual([]);
    const services = ofKind(await render(['--set', 'adapter.enabled=true']), 'APIService');
    expect(services.map(({ metadata }) => metadata.name).sort()).toEqual([...metricApis].sort());
    for (const { metadata, spec } of services) {
      expect(spec).toMatchObject({
        service: { name: adapterNames.workload, namespace: 'system', port: 443 },
      });
      expect(spec).not.toHaveProperty('caBundle');
      expect(`${(spec as { version: string }).version}.${(spec as { group: string }).group}`).toBe(
        metadata.name,
      );
    }
  });

  test('has no two objects of one name, even where the release watches its own namespace', async () => {
    const objects = await render(['--set', 'watchNamespaces={system,b}']);
    const identities = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
    expect(identities).toEqual([...new Set(identities)]);
  });

  test('keeps its CRDs on uninstall', async () => {
    const crds = ofKind(await render([]), 'CustomResourceDefinition');
    expect(crds.map(({ metadata }) => [metadata.name, metadata.annotations])).toEqual([
      ['predictivescalers.pricecast.dev', { 'helm.sh/resource-policy': 'keep' }],
      ['pricepipelines.pricecast.dev', { 'helm.sh/resource-policy': 'keep' }],
      ['shadowworkloads.pricecast.dev', { 'helm.sh/resource-policy': 'keep' }],
    ]);
  });

  test.each([
    { replicas: 1, budgets: 0 },
    { replicas: 2, budgets: 1 },
  ])('has $budgets PodDisruptionBudgets with $replicas replicas', async ({ replicas, budgets }) => {
    expect(ofKind(await render(['--set', `replicas=${replicas}`]), 'PodDisruptionBudget')).toHaveLength(
      budgets,
    );
  });

  test('names what belongs to the cluster after the release, so that two releases can live side by side', async () => {
    const singles = ['crds', 'priorityClasses', 'adapter'].flatMap((name) => [
      '--set',
      `${name}.enabled=false`,
    ]);
    const clusterScoped = async (release: string) =>
      (await render(singles, release))
        .filter(({ metadata }) => metadata.namespace === undefined)
        .map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    const both = [...(await clusterScoped('one')), ...(await clusterScoped('other'))];
    expect(new Set(both).size).toBe(both.length);
  });

  test('tells the operator where the images of pipelines come from', async () => {
    const objects = await render(['--set', 'image.registry=r.example.com/p', '--set', 'image.tag=v7']);
    const text = JSON.stringify(ofKind(objects, 'Deployment'));
    expect(text).toContain('"image":"r.example.com/p/adapter:v7"');
    expect(text).toContain('"image":"r.example.com/p/operator:v7"');
    expect(text).toContain('{"name":"PRICECAST_IMAGE_REGISTRY","value":"r.example.com/p"}');
    expect(text).toContain('{"name":"PRICECAST_IMAGE_TAG","value":"v7"}');
  });
});

describe('values that are refused', () => {
  const rows = [
    ['a value that there is not', 'replica=2', "additional properties 'replica' not allowed"],
    ['no pod at all', 'replicas=0', "at '/replicas': minimum: got 0, want 1"],
    ['a word that is no log level', 'logLevel=loud', "at '/logLevel': value must be one of"],
    ['a registry with a scheme', 'image.registry=https://r.example.com', "at '/image/registry'"],
    ['a tag with a colon', 'image.tag=a:b', "at '/image/tag'"],
    ['a namespace that cannot exist', 'watchNamespaces={Prices}', "at '/watchNamespaces/0'"],
    ['a misspelt member', 'networkPolicy.enable=true', "additional properties 'enable' not allowed"],
    ['two adapters on one volume', 'adapter.replicas=2', 'need adapter.storage.redis.url'],
    [
      'a password in an address',
      'adapter.storage.redis.url=redis://u:p@redis:6379',
      "at '/adapter/storage/redis/url'",
    ],
    ['a URL for an address', 'adapter.allowedAddresses={http://x:80}', "at '/adapter/allowedAddresses/0'"],
    ['a port that there is not', 'networkPolicy.kafkaPorts={0}', "at '/networkPolicy/kafkaPorts/0'"],
  ] as const;

  test.each(rows)('%s (%s)', async (_, assignment, sentence) => {
    await expect(render(['--set', assignment])).rejects.toThrow(sentence);
  });
});
