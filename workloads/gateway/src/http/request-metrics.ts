import { prometheusMetrics } from '@pricecast/crds';
import type { Registry } from '@pricecast/runtime';
import { Counter, Histogram } from 'prom-client';

/** Counts and times what was answered. */
export interface RequestMetrics {
  answered(route: string | undefined, status: number, seconds: number): void;
}

/** Metrics of requests; paths that there are not share one label, so that nobody can make labels up. */
export function requestMetrics(registry: Registry): RequestMetrics {
  const requests = new Counter({
    name: prometheusMetrics.gatewayRequestsTotal,
    help: 'Requests that were answered; of event streams those that were refused.',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: prometheusMetrics.gatewayRequestSeconds,
    help: 'Time from a request to its answer.',
    labelNames: ['route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  return {
    answered: (route = 'none', status, seconds) => {
      requests.inc({ route, status });
      durations.observe({ route }, seconds);
    },
  };
}
