import { Applier } from '../apply/applier.ts';
import { FlipDetector } from '../apply/flip-detector.ts';
import { Informer } from '../cache/informer.ts';
import { KubeClient } from '../client/kube-client.ts';
import { connect } from '../connect.ts';
import { Controller } from '../controller/controller.ts';
import { controllerKey, ownKey, source } from '../controller/source.ts';
import { kubeconfigCredentials } from '../credentials/kubeconfig.ts';
import { Elector } from '../election/elector.ts';
import { type ElectionTimes, electionTimes } from '../election/lease.ts';
import { LeaseStore } from '../election/lease-store.ts';
import { leaseWatch } from '../election/lease-watch.ts';
import { EventRecorder } from '../events/event-recorder.ts';
import { silentLog } from '../log.ts';
import { type Ending, Manager } from '../manager/manager.ts';
import type { KubeMetrics } from '../metrics/kube-metrics.ts';
import type { Manifest } from '../objects/kube-object.ts';
import { formatKey } from '../objects/object-key.ts';
import { controllerReference } from '../objects/owner.ts';
import type { Clock } from '../time/clock.ts';
import { configMaps } from './cluster.ts';

export const ROLE = 'kube-test/role';

/** How a toy operator is started. */
export interface ToyOptions {
  readonly kubeconfig: string;
  readonly namespace: string;
  /** Unique per process; also its user agent. */
  readonly identity: string;
  readonly clock: Clock;
  readonly metrics: KubeMetrics;
  readonly times?: ElectionTimes | undefined;
}

/** One process of the toy operator. */
export interface ToyOperator {
  readonly elector: Elector;
  readonly manager: Manager;
  /** Ends like SIGTERM. */
  stop(): Promise<Ending>;
  /** Ends like SIGKILL: connections are cut, nothing is finished, nothing is released. */
  kill(): Promise<void>;
  readonly ending: Promise<Ending>;
}

/** The children of a root: one ConfigMap for each of its keys. */
function renderChildren(root: Manifest): Manifest[] {
  return Object.entries((root.data ?? {}) as Record<string, string>).map(([name, value]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      namespace: root.metadata.namespace ?? '',
      name: `${root.metadata.name}-${name}`,
      labels: { [ROLE]: 'child' },
      ownerReferences: [controllerReference(root)],
    },
    data: { value },
  }));
}

/** The smallest operator that uses all of the toolkit: a ConfigMap labelled `root` owns one ConfigMap per key. */
export async function startToy(options: ToyOptions): Promise<ToyOperator> {
  const { clock, metrics, namespace, identity } = options;
  const random = Math.random;
  const shared = { clock, random, log: silentLog, metrics };
  const credentials = await kubeconfigCredentials({ clock, path: options.kubeconfig });
  const connection = connect({ credentials, clock, random, userAgent: identity });
  const lock = { namespace, name: 'toy-operator' };
  const watch = leaseWatch({ ...shared, transport: connection.direct, key: lock });
  const store = new LeaseStore(new KubeClient(connection.direct, 'toy-operator'), lock);
  const elector = new Elector({ ...shared, store, watch, identity, times: options.times ?? electionTimes });

  const transport = connection.through(elector.gate);
  const client = connection.client(elector.gate, 'toy-operator');
  const reporter = { controller: 'kube-test/toy-operator', instance: identity };
  const recorder = new EventRecorder({ ...shared, client, reporter });
  const cache = (role: string) =>
    new Informer<Manifest>({
      ...shared,
      transport,
      resource: configMaps,
      namespaces: [namespace],
      labelSelector: `${ROLE}=${role}`,
    });
  const [roots, children] = [cache('root'), cache('child')];

  const controller = new Controller({
    ...shared,
    name: 'toy',
    sources: [source(roots, { keysOf: ownKey }), source(children, { keysOf: controllerKey('ConfigMap') })],
    reconcile: async (key, signal) => {
      const root = roots.get(formatKey(key));
      if (root === undefined) return {};
      for (const desired of renderChildren(root)) {
        const outcome = await applier.apply({ resource: configMaps, desired, owner: root }, signal);
        if (outcome.kind === 'Unchanged') continue;
        const note = `ConfigMap ${desired.metadata.name} is ${outcome.kind}`;
        recorder.record({ regarding: root, type: 'Normal', reason: outcome.kind, action: 'Applying', note });
        if (outcome.kind === 'Leaving') return { requeueAfterSeconds: 1 };
      }
      return {};
    },
  });
  const applier = new Applier({
    client,
    hashAnnotation: 'kube-test/render-hash',
    cacheOf: () => children,
    ownWrites: controller.ownWrites,
    flips: new FlipDetector(clock),
  });

  const caches = [watch, roots, children];
  const manager = new Manager({
    clock,
    log: silentLog,
    caches,
    controllers: [controller],
    elector,
    recorder,
  });
  const stop = new AbortController();
  const ending = manager.run(stop.signal).finally(() => connection.close());
  return {
    elector,
    manager,
    ending,
    stop: () => {
      stop.abort();
      return ending;
    },
    kill: async () => {
      // No write gets out after this, as from a process that is gone; what is left in memory then ends by itself.
      await connection.close();
      stop.abort();
      await ending;
    },
  };
}
