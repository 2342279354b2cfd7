import { Informer } from '../cache/informer.ts';
import { leases } from '../client/well-known.ts';
import type { Log } from '../log.ts';
import type { KubeMetrics } from '../metrics/kube-metrics.ts';
import type { ObjectKey } from '../objects/object-key.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Transport } from '../transport/transport.ts';
import type { Lease } from './lease.ts';

/** What a lease watch needs. */
export interface LeaseWatchOptions {
  readonly transport: Transport;
  readonly key: ObjectKey;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: KubeMetrics;
}

/** A cache of the one lease, for the elector's `watch` and the manager's `caches`. */
export function leaseWatch({ key, ...options }: LeaseWatchOptions): Informer<Lease> {
  return new Informer<Lease>({
    ...options,
    resource: leases,
    namespaces: [key.namespace],
    fieldSelector: `metadata.name=${key.name}`,
  });
}
