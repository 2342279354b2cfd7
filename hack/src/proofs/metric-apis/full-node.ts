import type { Kubectl } from '../../cluster/kubectl.ts';
import { network } from '../../cluster/network.ts';
import type { Finding } from '../../proof.ts';
import { applyObjects } from '../apply-object.ts';
import { quantityNumber } from '../scaling/served-metrics.ts';
import type { ScratchNamespace } from '../scratch-namespace.ts';

/** Cores that are left: fewer than an adapter asks for. */
const leftCores = 0.05;
const filler = 'filler';

/**
 * Gives every core of the node away to a pod that is worth nothing, has the adapters replaced, and sees who had to go:
 * the first new one does not fit.
 */
export async function onFullNode(
  kubectl: Kubectl,
  { scratch, image }: { readonly scratch: ScratchNamespace; readonly image: string },
  replaced: () => Promise<void>,
): Promise<Finding> {
  const cores = (await freeCores(kubectl)) - leftCores;
  await applyObjects(scratch.kubectl, fillerPod(image, cores));
  await scratch.kubectl(['wait', '--for=condition=Ready', '--timeout=60s', `pod/${filler}`]);
  const began = performance.now();
  await replaced();
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  const stayed = await scratch.kubectl(['get', 'pod', filler, '--ignore-not-found', '-o', 'name']);
  await scratch.kubectl(['delete', 'pod', filler, '--ignore-not-found', '--grace-period=1']);
  return {
    what: 'adapters replaced on a node whose cores were all given away',
    measured: `both in ${seconds} s, the pod that had ${cores.toFixed(2)} of them ${stayed === '' ? 'had to go' : 'stayed'}`,
    bound: 'both, and the other pod has to go',
    holds: stayed === '',
  };
}

interface SeenPod {
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly { readonly resources: { readonly requests?: { readonly cpu?: string } } }[];
  };
  readonly status: { readonly phase: string };
}

/** Cores that nobody has asked for. */
async function freeCores(kubectl: Kubectl): Promise<number> {
  const path = 'jsonpath={.status.allocatable.cpu}';
  const all = quantityNumber(await kubectl(['get', 'node', network.nodeName, '-o', path]));
  const { items }: { readonly items: readonly SeenPod[] } = JSON.parse(
    await kubectl(['get', 'pods', '--all-namespaces', '-o', 'json']),
  );
  const taken = items
    .filter(
      ({ spec, status }) => spec.nodeName !== undefined && !['Succeeded', 'Failed'].includes(status.phase),
    )
    .flatMap(({ spec }) => spec.containers)
    .reduce((sum, { resources }) => sum + quantityNumber(resources.requests?.cpu ?? '0'), 0);
  return all - taken;
}

/** Asks for much and does nothing. */
const fillerPod = (image: string, cores: number): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: filler },
  spec: {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: filler,
        image,
        imagePullPolicy: 'IfNotPresent',
        command: ['node', '-e', 'setInterval(() => {}, 1000)'],
        resources: { requests: { cpu: `${Math.round(cores * 1_000)}m` } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  },
});
