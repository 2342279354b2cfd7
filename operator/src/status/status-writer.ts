import {
  formatKey,
  isKubeError,
  type KubeClient,
  type KubeObject,
  keyOf,
  type ObjectKey,
  type OwnWrites,
  type Resource,
} from '@pricecast/kube';
import type { WriteDecision } from './write-decision.ts';

/** What a status writer is made of. */
export interface StatusWriterOptions<Status> {
  readonly resource: Resource;
  readonly client: Pick<KubeClient, 'forceApplyStatus'>;
  readonly ownWrites: Pick<OwnWrites, 'record'>;
  readonly decide: (stored: Status | undefined, next: Status, sinceLastWriteSeconds: number) => WriteDecision;
  /** Seconds that never jump. */
  readonly monotonicSeconds: () => number;
}

/** What became of a status. */
export type StatusWrite =
  | { readonly kind: 'Written' }
  | { readonly kind: 'Skipped' }
  | { readonly kind: 'Postponed'; readonly seconds: number };

/** An object whose status is written. */
export type WithStatus<Status> = KubeObject & { readonly status?: Status | undefined };

/**
 * Writes statuses by server-side apply, and only as often as `decide` wants. For an object that it has
 * not written to, the age of the last write counts from its own start: another replica may have written just before.
 */
export class StatusWriter<Status> {
  readonly #options: StatusWriterOptions<Status>;
  readonly #startedSeconds: number;
  /** By key; a uid is kept with it, because a name may be given to another object. */
  readonly #written = new Map<string, { readonly uid: string | undefined; readonly seconds: number }>();

  constructor(options: StatusWriterOptions<Status>) {
    this.#options = options;
    this.#startedSeconds = options.monotonicSeconds();
  }

  /** Brings the status up to date. An object that is gone meanwhile counts as skipped. Throws `KubeError`. */
  async write(object: WithStatus<Status>, next: Status, signal: AbortSignal): Promise<StatusWrite> {
    const { uid } = object.metadata;
    const key = formatKey(keyOf(object));
    const seconds = this.#options.monotonicSeconds();
    const last = this.#written.get(key);
    const since = last !== undefined && last.uid === uid ? last.seconds : this.#startedSeconds;

    const decision = this.#options.decide(object.status, next, seconds - since);
    if (decision.kind === 'Skip') return { kind: 'Skipped' };
    if (decision.kind === 'Later') return { kind: 'Postponed', seconds: decision.waitSeconds };
    const found = await this.#apply(object, next, signal);
    if (found) this.#written.set(key, { uid, seconds });
    return { kind: found ? 'Written' : 'Skipped' };
  }

  /** Forgets an object that is gone. */
  forget(key: ObjectKey): void {
    this.#written.delete(formatKey(key));
  }

  /** The uid makes the server refuse when the object was deleted and made anew. */
  async #apply(object: WithStatus<Status>, status: Status, signal: AbortSignal): Promise<boolean> {
    const { resource, client, ownWrites } = this.#options;
    const { apiVersion, kind, metadata } = object;
    const { name, namespace, uid } = metadata;
    const body = { apiVersion, kind, metadata: { name, namespace, uid }, status };
    try {
      const written = await client.forceApplyStatus(resource, body, { signal });
      ownWrites.record(formatKey(keyOf(object)), resource, written);
      return true;
    } catch (error) {
      if (isKubeError(error, 'KUBE_NOT_FOUND')) return false;
      throw error;
    }
  }
}
