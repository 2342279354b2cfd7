import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { KubeMetrics } from './kube-metrics.ts';

const pods = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };

it('declares the names that dashboards for controllers look for', async () => {
  const registry = new Registry();
  new KubeMetrics(registry);
  const names = (await registry.getMetricsAsJSON()).map(({ name }) => name);
  expect(names.sort()).toEqual([
    'controller_runtime_active_workers',
    'controller_runtime_reconcile_errors_total',
    'controller_runtime_reconcile_time_seconds',
    'controller_runtime_reconcile_total',
    'kube_cache_objects',
    'kube_cache_synced',
    'kube_drift_repairs_total',
    'kube_events_dropped_total',
    'kube_watch_cache_misses',
    'kube_watch_last_event_age_seconds',
    'kube_watch_relists',
    'leader_election_master_status',
    'rest_client_requests_total',
    'workqueue_adds_total',
    'workqueue_depth',
    'workqueue_queue_duration_seconds',
    'workqueue_retries_total',
  ]);
});

it('shows the health of a cache, and no age before its first list', async () => {
  const registry = new Registry();
  const metrics = new KubeMetrics(registry);
  let lastEventAgeSeconds: number | undefined;
  metrics.follow(pods, () => ({ synced: true, objects: 3, relists: 1, cacheMisses: 0, lastEventAgeSeconds }));
  expect(await registry.metrics()).toContain('kube_cache_objects{resource="pods"} 3');
  expect(await registry.metrics()).not.toContain('kube_watch_last_event_age_seconds{');
  lastEventAgeSeconds = 4.5;
  expect(await registry.metrics()).toContain('kube_watch_last_event_age_seconds{resource="pods"} 4.5');
});
