import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { ClusterTarget, ImageCoordinates } from './cluster-target.ts';

/** The cluster of the current kubectl context; its nodes pull the images from a registry. */
export function contextTarget(coordinates: ImageCoordinates): ClusterTarget {
  const kubeconfig = process.env.KUBECONFIG ?? join(homedir(), '.kube/config');
  return {
    clusterSteps: async () => [
      { name: 'cluster of the current context', timeoutSeconds: 30, start: () => answers(kubeconfig) },
    ],
    images: async () => ({ coordinates, steps: [] }),
    kubectl: 'kubectl',
    helm: 'helm',
    kubeconfig,
    isOurs: false,
  };
}

async function answers(kubeconfig: string): Promise<void> {
  await execa('kubectl', ['get', '--raw', '/readyz'], { env: { KUBECONFIG: kubeconfig } });
}
