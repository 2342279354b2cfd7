import type { KubeClient } from '../client/kube-client.ts';
import { leases } from '../client/well-known.ts';
import type { ObjectKey } from '../objects/object-key.ts';
import { isKubeError } from '../transport/kube-error.ts';
import type { Lease, LeaseSpec } from './lease.ts';

/** Longest time for one call about the lease: several must fit into the renew deadline. */
const CALL_MS = 3_000;

/** Where the one lease of an election is kept. */
export interface LeasePort {
  readonly key: ObjectKey;
  read(signal: AbortSignal): Promise<Lease | undefined>;
  /** Writes `spec` over `before`, or a new lease. Undefined when somebody else was faster. Throws `KubeError`. */
  write(before: Lease | undefined, spec: LeaseSpec, signal: AbortSignal): Promise<Lease | undefined>;
}

/** Keeps the lease in the API server. */
export class LeaseStore implements LeasePort {
  readonly key: ObjectKey;
  readonly #client: KubeClient;

  /** The client must not retry and must not be gated: the elector is what opens the gate. */
  constructor(client: KubeClient, key: ObjectKey) {
    this.#client = client;
    this.key = key;
  }

  read(signal: AbortSignal): Promise<Lease | undefined> {
    return this.#client.find<Lease>(leases, this.key, { signal, deadlineMs: CALL_MS });
  }

  async write(before: Lease | undefined, spec: LeaseSpec, signal: AbortSignal): Promise<Lease | undefined> {
    try {
      return await (before === undefined ? this.#create(spec, signal) : this.#patch(before, spec, signal));
    } catch (error) {
      if (isKubeError(error, 'KUBE_CONFLICT', 'KUBE_ALREADY_EXISTS', 'KUBE_NOT_FOUND')) return undefined;
      throw error;
    }
  }

  async #create(spec: LeaseSpec, signal: AbortSignal): Promise<Lease> {
    const lease = { apiVersion: '', kind: '', metadata: { ...this.key }, spec };
    return this.#client.create(leases, lease, { signal, deadlineMs: CALL_MS });
  }

  async #patch(before: Lease, spec: LeaseSpec, signal: AbortSignal): Promise<Lease> {
    const { uid, resourceVersion } = before.metadata;
    const patch = { metadata: { uid, resourceVersion }, spec };
    return this.#client.patchMerge(leases, this.key, patch, { signal, deadlineMs: CALL_MS });
  }
}
