import { group, operatorFieldManager, operatorLeaseName } from '@pricecast/crds';
import {
  type Clock,
  type Connection,
  Elector,
  EventRecorder,
  electionTimes,
  type Informer,
  KubeClient,
  KubeMetrics,
  type Lease,
  LeaseStore,
  type Log,
  leaseWatch,
  type Random,
} from '@pricecast/kube';
import type { Registry } from '@pricecast/runtime';
import { type Caches, makeCaches } from './caches.ts';
import { declaredOnly } from './declared-calls.ts';
import { exportShadows } from './predictive-scaler/shadow/shadow-gauge.ts';
import type { Settings } from './settings.ts';

/** What the process brings with it. */
export interface PlatformParts {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly registry: Registry;
  readonly settings: Settings;
  /** Unlike that of any other process that ever ran. */
  readonly identity: string;
  /** Empty for all namespaces. */
  readonly namespaces: readonly string[];
}

/** What both controllers stand on. Every call passes `declaredOnly`, and every write the leader's gate. */
export interface Platform extends Pick<PlatformParts, 'clock' | 'random' | 'log' | 'settings'> {
  readonly client: KubeClient;
  readonly metrics: KubeMetrics;
  readonly caches: Caches;
  readonly recorder: EventRecorder;
  readonly elector: Elector;
  readonly leaseWatch: Informer<Lease>;
}

/** Puts the platform together; nothing runs yet. */
export const makePlatform = (parts: PlatformParts): Platform => {
  const { connection, clock, random, log, settings, identity } = parts;
  const metrics = new KubeMetrics(parts.registry);
  const shared = { clock, random, log, metrics };
  const direct = declaredOnly(connection.direct);
  const key = { namespace: settings.operatorNamespace, name: operatorLeaseName };
  const watch = leaseWatch({ transport: direct, key, ...shared });
  const store = new LeaseStore(new KubeClient(direct, operatorFieldManager), key);
  const elector = new Elector({ store, watch, identity, times: electionTimes, ...shared });
  const transport = declaredOnly(connection.through(elector.gate));
  const client = new KubeClient(transport, operatorFieldManager);
  const reporter = { controller: `${group}/operator`, instance: identity };
  const caches = makeCaches({ transport, namespaces: parts.namespaces, ...shared });
  exportShadows(parts.registry, caches.twins);
  return {
    clock,
    random,
    log,
    settings,
    client,
    metrics,
    caches,
    recorder: new EventRecorder({ client, reporter, ...shared }),
    elector,
    leaseWatch: watch,
  };
};
