import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { CacheHealth } from '../cache/cache-health.ts';
import { type Resource, resourceName } from '../client/resource.ts';

/** How a reconcile ended, as the `result` label says it. */
export type ReconcileResultLabel = 'success' | 'requeue_after' | 'error' | 'terminal_error' | 'aborted';

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
  readonly #caches = new Map<string, () => CacheHealth>();

  constructor(registry: Registry) {
    const registers = [registry];
    const secondsBuckets = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    this.queueDepth = new Gauge({
      name: 'workqueue_depth',
      help: 'Keys that wait for a worker.',
      labelNames: ['name', 'priority'],
      registers,
    });
    this.queueAdds = new Counter({
      name: 'workqueue_adds_total',
      help: 'Keys that were put into the queue.',
      labelNames: ['name'],
      registers,
    });
    this.queueRetries = new Counter({
      name: 'workqueue_retries_total',
      help: 'Keys that were put back after a failure.',
      labelNames: ['name'],
      registers,
    });
    this.queueSeconds = new Histogram({
      name: 'workqueue_queue_duration_seconds',
      help: 'How long a key waited for a worker.',
      labelNames: ['name'],
      buckets: secondsBuckets,
      registers,
    });
    this.reconciles = new Counter({
      name: 'controller_runtime_reconcile_total',
      help: 'Reconciles by result.',
      labelNames: ['controller', 'result'],
      registers,
    });
    this.reconcileErrors = new Counter({
      name: 'controller_runtime_reconcile_errors_total',
      help: 'Reconciles that failed.',
      labelNames: ['controller'],
      registers,
    });
    this.reconcileSeconds = new Histogram({
      name: 'controller_runtime_reconcile_time_seconds',
      help: 'How long reconciles took.',
      labelNames: ['controller'],
      buckets: secondsBuckets,
      registers,
    });
    this.activeWorkers = new Gauge({
      name: 'controller_runtime_active_workers',
      help: 'Reconciles that are running.',
      labelNames: ['controller'],
      registers,
    });
    this.leading = new Gauge({
      name: 'leader_election_master_status',
      help: '1 while this process holds the lease.',
      labelNames: ['name'],
      registers,
    });
    this.repairs = new Counter({
      name: 'kube_drift_repairs_total',
      help: 'Children that somebody else had changed or deleted and that were put back.',
      labelNames: ['kind'],
      registers,
    });
    this.eventsDropped = new Counter({
      name: 'kube_events_dropped_total',
      help: 'Events that were not written.',
      labelNames: ['why'],
      registers,
    });
    this.#declareCaches(registers);
  }

  /** Reports a cache from now on. */
  follow(resource: Resource, health: () => CacheHealth): void {
    this.#caches.set(resourceName(resource), health);
  }

  #declareCaches(registers: Registry[]): void {
    this.#cacheGauge(registers, 'kube_cache_objects', 'Objects in the cache.', (health) => health.objects);
    this.#cacheGauge(registers, 'kube_cache_synced', '1 after the first full list.', ({ synced }) =>
      Number(synced),
    );
    this.#cacheGauge(
      registers,
      'kube_watch_relists',
      'Full lists after the first.',
      (health) => health.relists,
    );
    this.#cacheGauge(
      registers,
      'kube_watch_cache_misses',
      'Changes that a watch left out and only a relist showed.',
      (health) => health.cacheMisses,
    );
    this.#cacheGauge(
      registers,
      'kube_watch_last_event_age_seconds',
      'Time since the watch said anything.',
      (health) => health.lastEventAgeSeconds,
    );
  }

  #cacheGauge(
    registers: Registry[],
    name: string,
    help: string,
    read: (health: CacheHealth) => number | undefined,
  ) {
    const caches = this.#caches;
    new Gauge({
      name,
      help,
      labelNames: ['resource'],
      registers,
      collect() {
        for (const [resource, health] of caches) {
          const value = read(health());
          if (value !== undefined) this.set({ resource }, value);
        }
      },
    });
  }
}
