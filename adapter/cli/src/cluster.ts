import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connect, type KubeClient, kubeconfigCredentials, openGate, systemClock } from '@pricecast/kube';
import { namespaceOf } from './kubeconfig.ts';

/** A cluster that the plugin talks to, as the user of the kubeconfig. */
export interface Cluster extends AsyncDisposable {
  readonly client: KubeClient;
  /** Namespace of the context, where none was named. */
  readonly namespace: string;
}

/** Which cluster. */
export interface ClusterChoice {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly namespace: string | undefined;
}

/** Connects by the kubeconfig that kubectl would take. Throws `KubeError`. */
export async function openCluster(choice: ClusterChoice, environment: NodeJS.ProcessEnv): Promise<Cluster> {
  const clock = systemClock();
  const path =
    choice.kubeconfig ?? environment.KUBECONFIG?.split(delimiter)[0] ?? join(homedir(), '.kube/config');
  const { context } = choice;
  const credentials = await kubeconfigCredentials({
    clock,
    path,
    ...(context === undefined ? {} : { context }),
  });
  const connection = connect({ credentials, clock, random: Math.random, userAgent: 'kubectl-pricecast' });
  return {
    client: connection.client(openGate(), 'kubectl-pricecast'),
    namespace: choice.namespace ?? (await namespaceOf(path, context)),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
