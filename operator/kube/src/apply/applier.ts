import type { OwnWrites } from '../cache/own-writes.ts';
import type { KubeClient } from '../client/kube-client.ts';
import type { Resource } from '../client/resource.ts';
import { resourceName } from '../client/resource.ts';
import { LruMap } from '../memory/lru-map.ts';
import type { KubeMetrics } from '../metrics/kube-metrics.ts';
import type { KubeObject, Manifest } from '../objects/kube-object.ts';
import { formatKey, keyOf, type ObjectKey } from '../objects/object-key.ts';
import { withRenderHash } from '../objects/render-hash.ts';
import { type ApplyConflict, applyConflicts } from '../transport/apply-conflict.ts';
import { isKubeError } from '../transport/kube-error.ts';
import type { ApplyOutcome, DeleteOutcome } from './apply-outcome.ts';
import type { FlipDetector } from './flip-detector.ts';
import { type Need, needsApply } from './needs-apply.ts';
import { appliedBy, type Ownership, ownershipOf } from './ownership.ts';

/** The cache of one resource, as far as the applier looks into it. */
export interface ChildCache {
  get(key: string): KubeObject | undefined;
}

/** What an applier is made of. */
export interface ApplierOptions {
  readonly client: KubeClient;
  /** Annotation that carries the render hash. */
  readonly hashAnnotation: string;
  /** The cache of a resource; undefined where there is none, which costs a live read. */
  readonly cacheOf: (resource: Resource) => ChildCache | undefined;
  readonly ownWrites: OwnWrites;
  readonly flips: FlipDetector;
  /** Counts repairs where given. */
  readonly metrics?: KubeMetrics | undefined;
}

/** One child of an owner. */
export interface Child<T extends KubeObject = KubeObject> {
  readonly resource: Resource;
  /** The render. A controller reference to the owner belongs in it unless the child outlives the owner. */
  readonly desired: T;
  readonly owner: KubeObject;
  /** Knows our own objects that have no controller; `appliedBy` the client's field manager where absent. */
  readonly recognises?: ((live: KubeObject) => boolean) | undefined;
}

/** Children that are remembered; a forgotten one that is deleted counts as created when it is put back. */
const REMEMBERED = 20_000;

/** Makes children as rendered, one at a time, and never touches what belongs to others. */
export class Applier {
  readonly #options: ApplierOptions;
  /** Children that this process has seen alive: when one is gone, somebody deleted it. */
  readonly #seen = new LruMap<string>(REMEMBERED);

  constructor(options: ApplierOptions) {
    this.#options = options;
  }

  /** Applies a child if the live object does not contain it yet. Throws `KubeError`. */
  async apply<T extends KubeObject>(child: Child<T>, signal: AbortSignal): Promise<ApplyOutcome> {
    const desired = withRenderHash(this.#options.hashAnnotation, child.desired);
    const rendered = { ...child, desired };
    const live = await this.#look(rendered, signal);
    if (live === undefined) return this.#create(rendered, signal);
    const ownership = this.#ownership(rendered, live);
    if (ownership.kind === 'Foreign') return { kind: 'NameConflict', message: ownership.why };
    if (ownership.kind === 'Leaving') return { kind: 'Leaving', message: ownership.why };
    this.#seen.set(childKey(rendered), rendered.owner.metadata.uid ?? '');
    const need = needsApply(this.#options.hashAnnotation, desired, live);
    if (need.kind === 'None') return { kind: 'Unchanged' };
    return this.#update(rendered, live, need, signal);
  }

  /**
   * Deletes a child of ours: live read first, then a delete that names uid and version, so that a view from the past
   * cannot delete a newer object. Throws `KubeError`; `KUBE_CONFLICT` when it changed in between: try again.
   */
  async delete(
    child: Omit<Child, 'desired'> & { readonly key: ObjectKey },
    signal: AbortSignal,
  ): Promise<DeleteOutcome> {
    const { client, ownWrites } = this.#options;
    const live = await client.find(child.resource, child.key, { signal });
    this.#seen.delete(`${resourceName(child.resource)}/${formatKey(child.key)}`);
    if (live === undefined) return { kind: 'Absent' };
    if (live.metadata.deletionTimestamp !== undefined) return { kind: 'Deleted' };
    const ownership = this.#ownership(child, live);
    if (ownership.kind === 'Foreign') return { kind: 'NameConflict', message: ownership.why };
    const { uid, resourceVersion } = live.metadata;
    const answer = await client
      .delete(child.resource, child.key, { uid, resourceVersion, signal })
      .catch((error) => (isKubeError(error, 'KUBE_NOT_FOUND') ? live : Promise.reject(error)));
    if (hasMetadata(answer)) ownWrites.record(formatKey(keyOf(child.owner)), child.resource, answer);
    return { kind: 'Deleted' };
  }

  /** The cached child if that is enough to know that it is ours, else a live one. */
  async #look(child: Child, signal: AbortSignal): Promise<KubeObject | undefined> {
    const { client, cacheOf } = this.#options;
    const key = keyOf(child.desired);
    const cached = cacheOf(child.resource)?.get(formatKey(key));
    if (cached !== undefined && this.#ownership(child, cached).kind === 'Ours') return cached;
    return client.find(child.resource, key, { signal });
  }

  #ownership(child: Pick<Child, 'owner' | 'recognises'>, live: KubeObject): Ownership {
    return ownershipOf(live, child.owner, child.recognises ?? appliedBy(this.#options.client.fieldManager));
  }

  /** A deleted child is put back however often: leaving it away would help nobody. */
  async #create(child: Child, signal: AbortSignal): Promise<ApplyOutcome> {
    const key = childKey(child);
    const wasThere = this.#seen.get(key) === child.owner.metadata.uid;
    const object = await this.#options.client.apply(child.resource, child.desired, { signal });
    this.#wrote(child, object);
    this.#seen.set(key, child.owner.metadata.uid ?? '');
    if (!wasThere) return { kind: 'Created', object };
    this.#countRepair(child);
    return { kind: 'Repaired', object, by: [], fields: [] };
  }

  /** A new render goes out even during a fight, as long as it needs no force; drift has to wait. */
  async #update(child: Child, live: KubeObject, need: Need, signal: AbortSignal): Promise<ApplyOutcome> {
    const drifted = need.kind === 'Drifted' ? need.paths : [];
    const pauseMs = this.#options.flips.pauseMs(childKey(child));
    if (pauseMs > 0 && need.kind === 'Drifted') return conflicted([], drifted, pauseMs);
    // The uid makes the server refuse when the object was replaced since it was read.
    const { metadata } = child.desired;
    const exact = { ...child.desired, metadata: { ...metadata, uid: live.metadata.uid } };
    try {
      const object = await this.#options.client.apply(child.resource, exact, { signal });
      this.#wrote(child, object);
      return need.kind === 'Drifted'
        ? this.#repaired(child, object, [], drifted)
        : { kind: 'Updated', object };
    } catch (error) {
      const conflicts = applyConflicts(error);
      if (conflicts.length === 0) throw error;
      if (pauseMs > 0) return conflicted(managers(conflicts), paths(conflicts), pauseMs);
      return this.#force({ ...child, desired: exact }, conflicts, signal);
    }
  }

  async #force(
    child: Child,
    conflicts: readonly ApplyConflict[],
    signal: AbortSignal,
  ): Promise<ApplyOutcome> {
    const object = await this.#options.client.forceApply(child.resource, child.desired, { signal });
    this.#wrote(child, object);
    return this.#repaired(child, object, managers(conflicts), paths(conflicts));
  }

  #repaired(child: Child, object: Manifest, by: readonly string[], fields: readonly string[]): ApplyOutcome {
    const { flips } = this.#options;
    const key = childKey(child);
    this.#countRepair(child);
    flips.repaired(key);
    const pauseMs = flips.pauseMs(key);
    return pauseMs > 0 ? conflicted(by, fields, pauseMs) : { kind: 'Repaired', object, by, fields };
  }

  #countRepair({ resource }: Child): void {
    this.#options.metrics?.repairs.inc({ kind: resource.kind });
  }

  #wrote(child: Child, object: Manifest): void {
    this.#options.ownWrites.record(formatKey(keyOf(child.owner)), child.resource, object);
  }
}

function managers(conflicts: readonly ApplyConflict[]): string[] {
  return conflicts.map(({ manager }) => manager);
}

function paths(conflicts: readonly ApplyConflict[]): string[] {
  return conflicts.flatMap(({ fields }) => fields);
}

function childKey(child: Child): string {
  return `${resourceName(child.resource)}/${formatKey(keyOf(child.desired))}`;
}

function conflicted(by: readonly string[], fields: readonly string[], pauseMs: number): ApplyOutcome {
  const retryAfterSeconds = Math.ceil(pauseMs / 1_000);
  const who = by.length === 0 ? 'Another writer' : by.join(', ');
  const message = `${who} keeps changing ${fields.join(', ') || 'it'} back; it is left alone for ${retryAfterSeconds} s`;
  return { kind: 'Conflicted', by, fields, retryAfterSeconds, message };
}

function hasMetadata(answer: unknown): answer is KubeObject {
  return typeof answer === 'object' && answer !== null && 'metadata' in answer && 'apiVersion' in answer;
}
