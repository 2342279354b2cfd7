import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import type { KubeClient } from '../client/kube-client.ts';
import type { Resource } from '../client/resource.ts';
import { type Connection, connect } from '../connect.ts';
import { kubeconfigCredentials } from '../credentials/kubeconfig.ts';
import { silentLog } from '../log.ts';
import { KubeMetrics } from '../metrics/kube-metrics.ts';
import type { Manifest } from '../objects/kube-object.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { openGate, type WriteGate } from '../transport/write-gate.ts';

/** ConfigMaps are the plainest children there are. */
export const configMaps: Resource = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
};

const namespaces: Resource = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};

/** A ConfigMap with some data. */
export function configMap(namespace: string, name: string, data: Record<string, string>): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data };
}

/** A process's connection to a cluster, for tests. */
export interface TestProcess {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: typeof silentLog;
  readonly metrics: KubeMetrics;
  readonly connection: Connection;
  readonly client: KubeClient;
  close(): Promise<void>;
}

/** Connects as one process does. */
export async function connectTest(
  kubeconfig: string,
  given: { clock?: Clock; gate?: WriteGate; name?: string } = {},
): Promise<TestProcess> {
  const { clock = systemClock(), gate = openGate(), name = 'kube-test' } = given;
  const random = Math.random;
  const credentials = await kubeconfigCredentials({ clock, path: kubeconfig });
  const metrics = new KubeMetrics(new Registry());
  const connection = connect({ credentials, clock, random, userAgent: name, metrics });
  return {
    clock,
    random,
    log: silentLog,
    metrics,
    connection,
    client: connection.client(gate, name),
    close: () => connection.close(),
  };
}

/** A namespace of the test's own. The caller owes a `drop`. */
export async function freshNamespace(client: KubeClient): Promise<{ name: string; drop(): Promise<void> }> {
  const name = `kube-test-${randomUUID().slice(0, 8)}`;
  await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  return {
    name,
    drop: async () => {
      await client.delete(namespaces, { namespace: '', name });
    },
  };
}
