import { Applier } from '../apply/applier.ts';
import { FlipDetector } from '../apply/flip-detector.ts';
import { Informer } from '../cache/informer.ts';
import { KubeClient } from '../client/kube-client.ts';
import { type Connection, connect } from '../connect.ts';
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
import type { Transport } from '../transport/transport.ts';
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

/** What the parts of one process share. */
interface Parts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: typeof silentLog;
  readonly metrics: KubeMetrics;
}

/** The elector: its own client, past retries and gate. */
function makeElection(connection: Connection, parts: Parts, { namespace, identity, times }: ToyOptions) {
  const key = { namespace, name: 'toy-operator' };
  const watch = leaseWatch({ ...parts, transport: connection.direct, key });
  const store = new LeaseStore(new KubeClient(connection.direct, 'toy-operator'), key);
  return { watch, elector: new Elector({ ...parts, store, watch, identity, times: times ?? electionTimes }) };
}

function makeCaches(transport: Transport, parts: Parts, namespace: string) {
  const cache = (role: string) =>
    new Informer<Manifest>({
      ...parts,
      transport,
      resource: configMaps,
      namespaces: [namespace],
      labelSelector: `${ROLE}=${role}`,
    });
  return { roots: cache('root'), children: cache('child') };
}

/** What the controller works with. */
interface Tools extends ReturnType<typeof makeCaches> {
  readonly client: KubeClient;
  readonly recorder: EventRecorder;
}

function makeController(parts: Parts, { roots, children, client, recorder }: Tools): Controller {
  const controller = new Controller({
    ...parts,
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
    flips: new FlipDetector(parts.clock),
    metrics: parts.metrics,
  });
  return controller;
}

/** The smallest operator that uses all of the toolkit: a ConfigMap labelled `root` owns one ConfigMap per key. */
export async function startToy(options: ToyOptions): Promise<ToyOperator> {
  const { clock, metrics, namespace, identity } = options;
  const parts = { clock, random: Math.random, log: silentLog, metrics };
  const credentials = await kubeconfigCredentials({ clock, path: options.kubeconfig });
  const connection = connect({ ...parts, credentials, userAgent: identity });
  const { watch, elector } = makeElection(connection, parts, options);
  const client = connection.client(elector.gate, 'toy-operator');
  const reporter = { controller: 'kube-test/toy-operator', instance: identity };
  const recorder = new EventRecorder({ ...parts, client, reporter });
  const { roots, children } = makeCaches(connection.through(elector.gate), parts, namespace);
  const controllers = [makeController(parts, { roots, children, client, recorder })];
  const manager = new Manager({ ...parts, caches: [watch, roots, children], controllers, elector, recorder });
  return run(manager, elector, connection);
}

function run(manager: Manager, elector: Elector, connection: Connection): ToyOperator {
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
