import { join } from 'node:path';
import { execa } from 'execa';
import type { Kubectl } from '../cluster/kubectl.ts';
import { runDirectory } from '../cluster/layout.ts';

/** Where `hack/up` installs the chart. */
export const operatorNamespace = 'pricecast-system';
/** Deployment and Lease of the operator there. */
export const operatorName = 'pricecast-operator';

const inNamespace = ['--namespace', operatorNamespace];

/** Pod that holds the Lease. An identity is the pod's name and a random part, so that a restart is another one. */
export async function leader(kubectl: Kubectl): Promise<string> {
  const identity = await kubectl([
    ...inNamespace,
    'get',
    'lease',
    operatorName,
    '-o',
    'jsonpath={.spec.holderIdentity}',
  ]);
  return identity.split('_')[0] ?? identity;
}

/** Waits until so many operator pods are Ready. */
export async function scaleOperator(kubectl: Kubectl, replicas: number): Promise<void> {
  await kubectl([...inNamespace, 'scale', `deployment/${operatorName}`, `--replicas=${replicas}`]);
  await operatorReady(kubectl);
}

export async function operatorReady(kubectl: Kubectl): Promise<void> {
  await kubectl([...inNamespace, 'rollout', 'status', `deployment/${operatorName}`, '--timeout=120s']);
}

export const operatorReplicas = async (kubectl: Kubectl): Promise<number> =>
  Number(
    await kubectl([...inNamespace, 'get', 'deployment', operatorName, '-o', 'jsonpath={.spec.replicas}']),
  );

/** Ends all operator pods in good order; the Deployment starts new ones. */
export async function restartOperator(kubectl: Kubectl): Promise<void> {
  await kubectl([
    ...inNamespace,
    'delete',
    'pod',
    '--selector',
    'app.kubernetes.io/component=operator',
    '--wait',
  ]);
  await operatorReady(kubectl);
}

/** What containerd can do to the process of a pod, which it cannot see coming. */
export type Blow =
  | readonly ['task', 'kill', '--signal', 'SIGKILL']
  | readonly ['task', 'pause']
  | readonly ['task', 'resume'];

export const kill: Blow = ['task', 'kill', '--signal', 'SIGKILL'];
export const pause: Blow = ['task', 'pause'];
export const resume: Blow = ['task', 'resume'];

/** Name that containerd has for the one container of an operator pod. */
export async function containerOf(kubectl: Kubectl, pod: string): Promise<string> {
  const id = await kubectl([
    ...inNamespace,
    'get',
    'pod',
    pod,
    '-o',
    'jsonpath={.status.containerStatuses[0].containerID}',
  ]);
  return id.replace('containerd://', '');
}

/** Strikes a container from outside Kubernetes, as a crash or a frozen node would. Only on the local cluster. */
export async function strike(container: string, blow: Blow): Promise<void> {
  const [noun, verb, ...options] = blow;
  await execa('ctr', [
    '--address',
    join(runDirectory, 'containerd.sock'),
    '--namespace',
    'k8s.io',
    noun,
    verb,
    ...options,
    container,
  ]);
}
