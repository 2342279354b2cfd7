import {
  type Clock,
  type Credentials,
  inClusterCredentials,
  inClusterServer,
  kubeconfigCredentials,
} from '@pricecast/kube';
import type { Environment } from '@pricecast/runtime';
import { RuntimeError } from '@pricecast/runtime';

/** Credentials of the kubeconfig that KUBECONFIG names, else of the pod. Throws RuntimeError, KubeError. */
export const operatorCredentials = async (environment: Environment, clock: Clock): Promise<Credentials> => {
  const { KUBECONFIG: path } = environment;
  if (path) return await kubeconfigCredentials({ clock, path });
  const server = inClusterServer(environment);
  if (server !== undefined) return inClusterCredentials({ clock, server });
  const sentence = 'KUBECONFIG is not set: outside of a cluster it must name a kubeconfig';
  throw new RuntimeError('SETTINGS_INVALID', sentence);
};
