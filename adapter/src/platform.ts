import { adapterFieldManager } from '@pricecast/crds';
import {
  type Clock,
  type Connection,
  type Credentials,
  connect,
  inClusterCredentials,
  inClusterServer,
  KubeClient,
  KubeMetrics,
  kubeconfigCredentials,
  openGate,
  type Random,
} from '@pricecast/kube';
import { type Environment, type Logger, type Registry, RuntimeError } from '@pricecast/runtime';
import { allCaches, type Caches, makeCaches } from './cluster/caches.ts';
import { kubeLog } from './kube-log.ts';

/** What the process brings with it. */
export interface PlatformParts {
  readonly environment: Environment;
  readonly namespaces: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly registry: Registry;
}

/** How the adapter talks to its API server. */
export interface Platform {
  readonly connection: Connection;
  readonly client: KubeClient;
  readonly caches: Caches;
  /** The token by which others of the cluster know the adapter; undefined where it has none. */
  readonly token: () => Promise<string | undefined>;
  /** Keeps the caches until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** Connects; no cache runs yet. Throws RuntimeError, KubeError. */
export async function makePlatform(parts: PlatformParts): Promise<Platform> {
  const { clock, random, log, registry, namespaces } = parts;
  const metrics = new KubeMetrics(registry);
  const credentials = await credentialsOf(parts.environment, clock);
  const connection = connect({ credentials, clock, random, userAgent: 'pricecast-adapter', metrics });
  const transport = connection.through(openGate());
  const caches = makeCaches({ transport, clock, random, log: kubeLog(log), metrics, namespaces });
  return {
    connection,
    client: new KubeClient(transport, adapterFieldManager),
    caches,
    token: async () => (await credentials.current()).token,
    run: async (signal) => {
      await Promise.all(allCaches(caches).map((cache) => cache.run(signal)));
    },
  };
}

/** Credentials of the kubeconfig that KUBECONFIG names, else of the pod. */
async function credentialsOf(environment: Environment, clock: Clock): Promise<Credentials> {
  const { KUBECONFIG: path } = environment;
  if (path) return await kubeconfigCredentials({ clock, path });
  const server = inClusterServer(environment);
  if (server !== undefined) return inClusterCredentials({ clock, server });
  const sentence = 'KUBECONFIG is not set: outside of a cluster it must name a kubeconfig';
  throw new RuntimeError('SETTINGS_INVALID', sentence);
}
