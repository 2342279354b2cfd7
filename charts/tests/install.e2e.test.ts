import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubeconfigPath } from '../../hack/src/repository.ts';
import { chart, run } from './helm.ts';

/**
 * A second release beside the one of the cluster, in a namespace of its own that enforces the restricted pod
 * security standard. It watches that namespace alone and leaves CRDs, PriorityClasses and the adapter, of which a
 * cluster has one, to the first.
 */
const namespace = `chart-e2e-${process.pid}`;
const release = `chart-e2e-${process.pid}`;
const operator = `deployment/${release}-pricecast-operator`;

const kubectl = (...words: string[]) => run('kubectl', words, { kubeconfig: kubeconfigPath });

/** What kubectl prints; fails the test with what it says. */
async function told(...words: string[]): Promise<string> {
  const answer = await kubectl(...words);
  expect({ words, ...answer }).toMatchObject({ code: 0 });
  return answer.out;
}

async function helm(...words: string[]): Promise<void> {
  const answer = await run('helm', [...words, '-n', namespace], { kubeconfig: kubeconfigPath });
  if (answer.code === 0) return;
  const pods = await kubectl('describe', 'pods', '-n', namespace);
  throw new Error(`${answer.err}\n${pods.out}`);
}

/** Registry and tag of the operator that the cluster runs already. */
async function imageValues(): Promise<string[]> {
  const path = 'jsonpath={.spec.template.spec.containers[0].image}';
  const image = await told('get', 'deployment/pricecast-operator', '-n', 'pricecast-system', '-o', path);
  const [, registry, tag] = /^(.*)\/operator:(.*)$/.exec(image) ?? [];
  return ['--set', `image.registry=${registry}`, '--set', `image.tag=${tag}`];
}

const shared = [
  '--set',
  'crds.enabled=false,priorityClasses.enabled=false,adapter.enabled=false',
  '--set',
  `watchNamespaces={${namespace}}`,
  '--wait',
  '--timeout=3m',
];

beforeAll(async () => {
  await told('create', 'namespace', namespace);
  await told('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');
});

afterAll(async () => {
  await run('helm', ['uninstall', release, '-n', namespace], { kubeconfig: kubeconfigPath });
  await kubectl('delete', 'namespace', namespace, '--wait=false');
});

const podNames = async (): Promise<string[]> =>
  (await told('get', 'pods', '-n', namespace, '-o', 'jsonpath={.items[*].metadata.name}'))
    .split(' ')
    .filter(Boolean);

describe('a release on a real cluster', () => {
  test('installs two pods that are ready under the restricted pod security standard', async () => {
    await helm('install', release, chart, ...(await imageValues()), ...shared, '--set', 'replicas=2');
    expect(await told('get', operator, '-n', namespace, '-o', 'jsonpath={.status.readyReplicas}')).toBe('2');
    await told('get', 'poddisruptionbudget', '-n', namespace, `${release}-pricecast-operator`);
  });

  test('has one leader among its pods, by the Lease of its own namespace', async () => {
    const holder = () =>
      told('get', 'lease', 'pricecast-operator', '-n', namespace, '-o', 'jsonpath={.spec.holderIdentity}');
    await expect.poll(holder, { timeout: 60_000 }).not.toBe('');
    const leader = await holder();
    expect((await podNames()).some((pod) => leader.includes(pod))).toBe(true);
  });

  test('has its rights in the namespace that it watches and in no other', async () => {
    const account = `--as=system:serviceaccount:${namespace}:${release}-pricecast-operator`;
    const may = async (where: string) =>
      (await kubectl('auth', 'can-i', 'list', 'pods', '-n', where, account)).out;
    expect([await may(namespace), await may('default')]).toEqual(['yes', 'no']);
  });

  test('upgrades to one pod with other settings, without the budget', async () => {
    await helm('upgrade', release, chart, ...(await imageValues()), ...shared, '--set', 'logLevel=debug');
    await expect.poll(podNames, { timeout: 60_000 }).toHaveLength(1);
    expect(await told('get', operator, '-n', namespace, '-o', 'yaml')).toContain('value: debug');
    expect(
      (await kubectl('get', 'poddisruptionbudget', '-n', namespace, `${release}-pricecast-operator`)).code,
    ).toBe(1);
  });

  test('uninstalls and leaves nothing of its own, while the kinds stay', async () => {
    await helm('uninstall', release, '--wait');
    const kinds =
      'deployment,service,serviceaccount,networkpolicy,role,rolebinding,clusterrole,clusterrolebinding';
    const selector = `app.kubernetes.io/instance=${release}`;
    expect(await told('get', kinds, '-A', '-l', selector, '-o', 'name')).toBe('');
    await told('get', 'crd', 'pricepipelines.pricecast.dev', 'predictivescalers.pricecast.dev');
  });
});
