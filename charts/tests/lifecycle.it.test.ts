import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chart, run } from './helm.ts';
import { type ScratchApiServer, startScratchApiServer } from './scratch-api-server.ts';

/**
 * Install, upgrade, uninstall and install again, on an API server of the test's own: the CRDs of a shared
 * cluster belong to somebody.
 */
let server: ScratchApiServer;

beforeAll(async () => {
  server = await startScratchApiServer();
});

afterAll(async () => {
  await server?.stop();
});

const helm = async (...words: string[]) => {
  const answer = await run('helm', [...words, '-n', 'system'], { kubeconfig: server.kubeconfig });
  expect({ words, ...answer }).toMatchObject({ code: 0 });
  return answer.out;
};

const kubectl = (...words: string[]) => run('kubectl', words, { kubeconfig: server.kubeconfig });

const names = async (resource: string): Promise<string[]> => {
  const { out } = await kubectl('get', resource, '-A', '-o', 'jsonpath={.items[*].metadata.name}');
  return out
    .split(' ')
    .filter((name) => name.includes('price') || name.includes('predictive'))
    .sort();
};

const pipeline = `apiVersion: pricecast.dev/v1alpha1
kind: PricePipeline
metadata: {name: btc, namespace: default}
spec:
  sources: [{name: replay, type: Replay, symbols: [BTCUSDT], replay: {}}]
`;

const ownKinds = [
  'predictivescalers.pricecast.dev',
  'pricepipelines.pricecast.dev',
  'shadowworkloads.pricecast.dev',
];

describe('one release from first to last', () => {
  test('installs, and says what to do next', async () => {
    const notes = await helm('install', 'pricecast', chart, '--create-namespace');
    expect(notes).toContain('rollout status deployment/pricecast-operator');
    expect(await names('crd')).toEqual(ownKinds);
    expect(await names('deployment')).toEqual(['pricecast-adapter', 'pricecast-operator']);
    expect(await names('priorityclass')).toEqual([
      'pricecast-critical',
      'pricecast-high',
      'pricecast-metric-apis',
      'pricecast-normal',
    ]);
  });

  test('the pipeline of the notes is accepted', async () => {
    await kubectl('wait', '--for=condition=Established', '--timeout=30s', 'crd/pricepipelines.pricecast.dev');
    const notes = await helm('get', 'notes', 'pricecast');
    const sample = /<<EOF\n(.*?)\n *EOF/s.exec(notes)?.[1]?.replaceAll(/^ {2}/gm, '') ?? '';
    const applied = await run('kubectl', ['apply', '--dry-run=server', '-f', '-'], {
      kubeconfig: server.kubeconfig,
      input: sample,
    });
    expect(applied).toMatchObject({ code: 0 });
  });

  test('upgrades: a second pod comes with a budget, and a namespace list with narrower rights', async () => {
    await run('kubectl', ['create', '-f', '-'], { kubeconfig: server.kubeconfig, input: pipeline });
    await helm('upgrade', 'pricecast', chart, '--set', 'replicas=2', '--set', 'watchNamespaces={default}');
    expect(await names('poddisruptionbudget')).toEqual(['pricecast-operator']);
    expect(await names('clusterrolebinding')).toEqual([
      'pricecast-adapter-auth-delegator',
      'pricecast-operator-cluster',
    ]);
    expect(await names('rolebinding')).toEqual([
      'pricecast-adapter',
      'pricecast-adapter-auth-reader',
      'pricecast-operator',
      'pricecast-operator-own-namespace',
    ]);
  });

  test('rolls back', async () => {
    await helm('rollback', 'pricecast', '1');
    expect(await names('poddisruptionbudget')).toEqual([]);
    expect(await names('clusterrolebinding')).toEqual([
      'pricecast-adapter',
      'pricecast-adapter-auth-delegator',
      'pricecast-operator',
      'pricecast-operator-cluster',
    ]);
  });

  test('uninstalls: CRDs and pipelines stay, nothing else does', async () => {
    await helm('uninstall', 'pricecast');
    expect(await names('crd')).toEqual(ownKinds);
    expect((await kubectl('get', 'pricepipeline', 'btc', '-n', 'default')).code).toBe(0);
    const kinds =
      'deployment,service,serviceaccount,networkpolicy,role,rolebinding,clusterrole,clusterrolebinding';
    expect(await names(`${kinds},priorityclass,poddisruptionbudget`)).toEqual([]);
  });

  test('installs again over what was kept', async () => {
    await helm('install', 'pricecast', chart);
    expect((await kubectl('get', 'pricepipeline', 'btc', '-n', 'default')).code).toBe(0);
    expect(await names('deployment')).toEqual(['pricecast-adapter', 'pricecast-operator']);
  });
});

describe('addresses of Kafka', () => {
  const externalTo = (server: string) =>
    pipeline.replace(
      'spec:',
      `spec:\n  kafka: {mode: External, external: {bootstrapServers: ["${server}"]}}`,
    );
  const scalerOf = (server: string) => `apiVersion: pricecast.dev/v1alpha1
kind: PredictiveScaler
metadata: {name: scaler, namespace: default}
spec:
  targetRef: {name: any}
  maxReplicas: 2
  demand:
    source: PodMetrics
    podMetrics: {port: 9090, metric: requests_total}
    regressors:
      - {name: lead, source: KafkaTopic, kafkaTopic: {bootstrapServers: ["${server}"], topic: trades}}
`;
  const sentenceFor = async (object: string) => {
    const words = ['create', '--dry-run=server', '-f', '-'];
    const { err } = await run('kubectl', words, {
      kubeconfig: server.kubeconfig,
      input: object.replace('name: btc', 'name: other'),
    });
    return /Kafka outside of this namespace is not allowed/.exec(err)?.[0] ?? err;
  };
  const refusal = 'Kafka outside of this namespace is not allowed';
  const allow = (servers: string) =>
    helm('upgrade', 'pricecast', chart, '--set', `kafka.allowedServers={${servers}}`);

  test('anywhere are allowed unless an administrator lists some', async () => {
    expect(await sentenceFor(externalTo('kafka.example.com:9092'))).toBe('');
  });

  test('outside of the namespace are refused when they are not listed, and allowed when they are', async () => {
    await allow('*.example.com:9092');
    await expect
      .poll(() => sentenceFor(externalTo('kafka.example.org:9092')), { timeout: 20_000 })
      .toBe(refusal);
    expect(await sentenceFor(externalTo('kafka.example.com:9092'))).toBe('');
    expect(await sentenceFor(externalTo('kafka.example.com:9093'))).toBe(refusal);
    expect(await sentenceFor(externalTo('kafka.other-namespace.svc:9092'))).toBe(refusal);
  });

  test('within the namespace are always allowed', async () => {
    expect(await sentenceFor(externalTo('kafka:9092'))).toBe('');
    expect(await sentenceFor(externalTo('kafka.default.svc:9092'))).toBe('');
    expect(await sentenceFor(externalTo('kafka-0.kafka.default.svc:9092'))).toBe('');
  });

  test('count in regressors of scalers too', async () => {
    expect(await sentenceFor(scalerOf('kafka.example.com:9092'))).toBe('');
    expect(await sentenceFor(scalerOf('kafka.example.org:9092'))).toBe(refusal);
  });
});

describe('rights', () => {
  const may = async (verb: string, resource: string, subresource: string) => {
    const user = '--as=system:serviceaccount:system:pricecast-operator';
    const words = ['auth', 'can-i', verb, resource, `--subresource=${subresource}`, '-n', 'default', user];
    return (await kubectl(...words)).out.trim();
  };

  test('what is granted is aggregated by labels that the roles view, edit and admin select', async () => {
    const { out } = await kubectl(
      'get',
      'clusterrole',
      '-l',
      'app.kubernetes.io/instance=pricecast',
      '-o',
      'json',
    );
    const roles = JSON.parse(out) as {
      items: { metadata: { name: string; labels: Record<string, string> } }[];
    };
    const aggregated = roles.items.map(({ metadata }) => [
      metadata.name,
      Object.keys(metadata.labels)
        .filter((label) => label.includes('aggregate-to'))
        .sort(),
    ]);
    const rbac = 'rbac.authorization.k8s.io';
    expect(aggregated).toEqual([
      ['pricecast-adapter', []],
      ['pricecast-adapter-metrics-view', [`${rbac}/aggregate-to-view`]],
      ['pricecast-edit', [`${rbac}/aggregate-to-admin`, `${rbac}/aggregate-to-edit`]],
      ['pricecast-operator', []],
      ['pricecast-operator-cluster', []],
      ['pricecast-view', [`${rbac}/aggregate-to-view`]],
    ]);
  });

  // The authorizer learns of a new binding by a watch, so the first answer may still be the old one.
  test.each([
    ['patch', 'pricepipelines.pricecast.dev', 'status', 'yes'],
    ['create', 'deployments.apps', '', 'yes'],
    ['get', 'secrets', '', 'yes'],
    ['list', 'secrets', '', 'no'],
    ['update', 'pricepipelines.pricecast.dev', '', 'no'],
    ['delete', 'persistentvolumeclaims', '', 'no'],
    ['create', 'clusterrolebindings.rbac.authorization.k8s.io', '', 'no'],
    ['create', 'pods', 'exec', 'no'],
  ])('the operator may %s %s %s: %s', async (verb, resource, subresource, answer) => {
    await expect
      .poll(() => may(verb, resource, subresource), { timeout: 20_000, interval: 250 })
      .toBe(answer);
  });
});
