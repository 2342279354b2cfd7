import type { LeaseEvents } from '../election/elector.ts';
import type { Lease, LeaseSpec } from '../election/lease.ts';
import type { LeasePort } from '../election/lease-store.ts';
import type { Clock } from '../time/clock.ts';
import { KubeError } from '../transport/kube-error.ts';

/** What becomes of a call. */
export type Weather = 'Fine' | 'LostBefore' | 'LostAfter';

/** The one lease of an election, with versions and conflicts as an API server has them. */
export class MemoryLeases {
  #lease: Lease | undefined;
  #version = 0;
  readonly #listeners = new Set<() => void>();

  get lease(): Lease | undefined {
    return this.#lease;
  }

  /** Deletes the lease, as a person may. */
  delete(): void {
    this.#lease = undefined;
    this.#version++;
    for (const listener of this.#listeners) listener();
  }

  /** Writes over `before` when that is still the newest, else undefined. */
  write(before: Lease | undefined, spec: LeaseSpec): Lease | undefined {
    if (before?.metadata.resourceVersion !== this.#lease?.metadata.resourceVersion) return undefined;
    this.#version++;
    this.#lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'lock', namespace: 'test', resourceVersion: String(this.#version) },
      spec: { ...this.#lease?.spec, ...spec },
    };
    for (const listener of this.#listeners) listener();
    return this.#lease;
  }

  /** What one process has of it: calls that take time and may fail, and a watch that comes late. */
  port(clock: Clock, latencyMs: () => number, weather: () => Weather): LeasePort {
    const travel = () => new Promise<void>((resolve) => clock.after(latencyMs(), resolve));
    return {
      key: { namespace: 'test', name: 'lock' },
      read: async () => {
        const sky = weather();
        await travel();
        if (sky !== 'Fine') throw lost();
        return this.#lease;
      },
      write: async (before, spec) => {
        const sky = weather();
        await travel();
        if (sky === 'LostBefore') throw lost();
        const written = this.write(before, spec);
        await travel();
        if (sky === 'LostAfter') throw lost();
        return written;
      },
    };
  }

  /** A watch whose events arrive after `latencyMs`. */
  watch(clock: Clock, latencyMs: () => number): LeaseEvents {
    return {
      onChange: (listener) => {
        this.#listeners.add(() => {
          const after = this.#lease;
          clock.after(latencyMs(), () => listener({ after }));
        });
      },
    };
  }
}

function lost(): KubeError {
  return new KubeError('patch leases lost its connection', {
    code: 'KUBE_CONNECTION_FAILED',
    call: 'patch leases',
    retryable: true,
  });
}
