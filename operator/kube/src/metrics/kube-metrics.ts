import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { CacheHealth } from '../cache/cache-health.ts';
import { type Resource, resourceName } from '../client/resource.ts';

/** How a reconcile ended, as the `result` label says it. */
export type ReconcileResultLabel = 'success' | 'requeue_after' | 'error' | 'terminal_error' | 'aborted';

const SECONDS_BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** One gauge per fact of a cache's health, labelled by resource. */
const cacheGauges: readonly {
  readonly name: string;
  readonly help: string;
  readonly read: (health: CacheHealth) => number | undefined;
}[] = [
  { name: 'kube_cache_objects', help: 'Objects in the cache.', read: ({ objects }) => objects },
  { name: 'kube_cache_synced', help: '1 after the first full list.', read: ({ synced }) => Number(synced) },
  { name: 'kube_watch_relists', help: 'Full lists after the first.', read: ({ relists }) => relists },
  {
    name: 'kube_watch_cache_misses',
    help: 'Changes that a watch left out and only a relist showed.',
    read: ({ cacheMisses }) => cacheMisses,
  },
  {
    name: 'kube_watch_last_event_age_seconds',
    help: 'Time since the watch said anything.',
    read: ({ lastEventAgeSeconds }) => lastEventAgeSeconds,
  },
];

/** The numbers of the toolkit, under the names that dashboards for controllers already use. */
export class KubeMetrics {
  readonly queueDepth: Gauge<'name' | 'priority'>;
  readonly queueAdds: Counter<'name'>;
  readonly queueRetries: Counter<'name'>;
  readonly queueSeconds: Histogram<'name'>;
  readonly reconciles: Counter<'controller' | 'result'>;
  readonly reconcileErrors: Counter<'controller'>;
  readonly reconcileSeconds: Histogram<'controller'>;
  readonly activeWorkers: Gauge<'controller'>;
  readonly leading: Gauge<'name'>;
  readonly repairs: Counter<'kind'>;
  readonly eventsDropped: Counter<'why'>;
  readonly requests: Counter<'verb' | 'resource' | 'code'>;
  readonly #registry: Registry;
  readonly #caches = new Map<string, () => CacheHealth>();

  constructor(registry: Registry) {
    this.#registry = registry;
    this.queueDepth = this.#gauge('workqueue_depth', 'Keys that wait for a worker.', ['name', 'priority']);
    this.queueAdds = this.#counter('workqueue_adds_total', 'Keys that were put into the queue.', ['name']);
    this.queueRetries = this.#counter('workqueue_retries_total', 'Keys put back after a failure.', ['name']);
    this.queueSeconds = this.#seconds('workqueue_queue_duration_seconds', 'Wait for a worker.', ['name']);
    this.reconciles = this.#counter('controller_runtime_reconcile_total', 'Reconciles by result.', [
      'controller',
      'result',
    ]);
    this.reconcileErrors = this.#counter('controller_runtime_reconcile_errors_total', 'Failed reconciles.', [
      'controller',
    ]);
    this.reconcileSeconds = this.#seconds(
      'controller_runtime_reconcile_time_seconds',
      'Time of reconciles.',
      ['controller'],
    );
    this.activeWorkers = this.#gauge('controller_runtime_active_workers', 'Reconciles that run.', [
      'controller',
    ]);
    this.leading = this.#gauge('leader_election_master_status', '1 while this process holds the lease.', [
      'name',
    ]);
    this.repairs = this.#counter('kube_drift_repairs_total', 'Children that others had changed, put back.', [
      'kind',
    ]);
    this.eventsDropped = this.#counter('kube_events_dropped_total', 'Events that were not written.', ['why']);
    this.requests = this.#counter(
      'rest_client_requests_total',
      'Calls to the API server, each attempt by itself.',
      ['verb', 'resource', 'code'],
    );
    this.#declareCaches();
  }

  /** Reports a cache from now on. */
  follow(resource: Resource, health: () => CacheHealth): void {
    this.#caches.set(resourceName(resource), health);
  }

  #counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #gauge<L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }

  #seconds<L extends string>(name: string, help: string, labelNames: L[]): Histogram<L> {
    return new Histogram({ name, help, labelNames, buckets: SECONDS_BUCKETS, registers: [this.#registry] });
  }

  #declareCaches(): void {
    const caches = this.#caches;
    for (const { name, help, read } of cacheGauges) {
      new Gauge({
        name,
        help,
        labelNames: ['resource'],
        registers: [this.#registry],
        collect() {
          for (const [resource, health] of caches) {
            const value = read(health());
            if (value !== undefined) this.set({ resource }, value);
          }
        },
      });
    }
  }
}
