import { join } from 'node:path';
import { execa } from 'execa';
import { kubectlWith } from '../cluster/kubectl.ts';
import type { Step } from '../cluster/step.ts';
import { Failure } from '../failure.ts';
import { repositoryRoot } from '../repository.ts';
import type { ClusterTarget, ImageCoordinates } from '../targets/cluster-target.ts';

/** Namespace and name of the release. */
export const release = { name: 'pricecast', namespace: 'pricecast-system' } as const;

const chart = join(repositoryRoot, 'charts/pricecast');
const kinds = [
  'pricepipelines.pricecast.dev',
  'predictivescalers.pricecast.dev',
  'shadowworkloads.pricecast.dev',
];

/** Installs or upgrades the chart, and waits for its kinds and its operator. */
export function chartSteps(target: ClusterTarget, images: ImageCoordinates): readonly Step[] {
  const kubectl = kubectlWith(target.kubectl, target.kubeconfig);
  const established = async () => {
    const names = kinds.map((kind) => `crd/${kind}`);
    await kubectl(['wait', '--for=condition=Established', '--timeout=30s', ...names]);
  };
  return [
    { name: 'chart', timeoutSeconds: 300, start: () => upgrade(target, images) },
    { name: 'kinds Established', timeoutSeconds: 40, start: established },
  ];
}

async function upgrade(target: ClusterTarget, { registry, tag }: ImageCoordinates): Promise<void> {
  if (target.isOurs) await clearInterrupted(target);
  const place = ['--namespace', release.namespace, '--create-namespace'];
  const values = ['--set', `image.registry=${registry}`, '--set', `image.tag=${tag}`];
  const words = [...place, ...values, ...(await conflictWords(target)), '--wait', '--timeout', '4m'];
  await helm(target, ['upgrade', '--install', release.name, chart, ...words]);
}

/**
 * On our own cluster what a person changed by hand (`kubectl scale`, `kubectl edit`) gives way. Helm 3 does that
 * anyway and has no word for it; on somebody's cluster the conflict is told instead.
 */
async function conflictWords(target: ClusterTarget): Promise<readonly string[]> {
  if (!target.isOurs) return [];
  const { stdout } = await execa(target.helm, ['version', '--template', '{{.Version}}']);
  return stdout.startsWith('v3') ? [] : ['--force-conflicts'];
}

/** Upgrades the release of a cluster of our own with some values changed and all others kept. */
export async function changeValues(
  target: Pick<ClusterTarget, 'helm' | 'kubeconfig'>,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const place = ['--namespace', release.namespace, '--reset-then-reuse-values', '--force-conflicts'];
  const changed = Object.entries(values).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  await helm(target, ['upgrade', release.name, chart, ...place, ...changed, '--wait', '--timeout', '4m']);
}

/** Takes the last change of values of a release back; resolves as soon as that is said, not when it is done. */
export async function changeBack(target: Pick<ClusterTarget, 'helm' | 'kubeconfig'>): Promise<void> {
  await helm(target, ['rollback', release.name, '--namespace', release.namespace]);
}

/** Takes the release off the cluster of the current context, and says what stays. */
export async function uninstall(): Promise<string> {
  await execa('helm', ['uninstall', release.name, '--namespace', release.namespace, '--wait']);
  return 'the chart is uninstalled; its kinds and their objects stay';
}

/** A killed Helm leaves its revision pending, and then refuses every further one. Our lock says that none is at work. */
async function clearInterrupted(target: ClusterTarget): Promise<void> {
  const kubectl = kubectlWith(target.kubectl, target.kubeconfig);
  const pending = 'owner=helm,status in (pending-install,pending-upgrade,pending-rollback)';
  await kubectl([
    'delete',
    'secrets',
    '--namespace',
    release.namespace,
    '--selector',
    `${pending},name=${release.name}`,
  ]);
}

async function helm(
  { helm: program, kubeconfig }: Pick<ClusterTarget, 'helm' | 'kubeconfig'>,
  words: readonly string[],
): Promise<void> {
  const { exitCode, stderr } = await execa(program, [...words], {
    reject: false,
    env: { KUBECONFIG: kubeconfig },
  });
  if (exitCode === 0) return;
  const lines = stderr.trim().split('\n');
  throw new Failure('HELM_FAILED', `helm ${words[0]}: ${lines.at(-1) ?? 'no answer'}`, {
    details: lines.slice(-6, -1),
  });
}
