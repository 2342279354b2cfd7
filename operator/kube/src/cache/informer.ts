import type { Resource } from '../client/resource.ts';
import type { Log } from '../log.ts';
import type { KubeMetrics } from '../metrics/kube-metrics.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { formatKey, keyOf } from '../objects/object-key.ts';
import { compareResourceVersions } from '../objects/resource-version.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Transport } from '../transport/transport.ts';
import type { CacheHealth } from './cache-health.ts';
import { withoutBookkeeping } from './projection.ts';
import { Reflector, type Sink } from './reflector.ts';
import { type Change, type Indexer, type ReadStore, Store } from './store.ts';

/** Which objects to cache and what to keep of them. */
export interface InformerOptions<T extends KubeObject> {
  readonly resource: Resource;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: KubeMetrics;
  /** Namespaces to look at; absent or empty means the whole cluster. */
  readonly namespaces?: readonly string[] | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** What to keep of an object; all but bookkeeping where absent. It must keep the metadata's identity. */
  readonly project?: ((object: T) => T) | undefined;
  readonly indexers?: Readonly<Record<string, Indexer<T>>> | undefined;
}

/** Told of every change; it must only note keys down. `initial` marks the first full list. */
export type ChangeListener<T> = (change: Change<T>, initial: boolean) => void;

/** Where the cache of one namespace (or of the cluster) stands. */
interface Scope {
  resourceVersion: string;
  synced: boolean;
}

/** The cache of one resource: a store that reflectors keep equal to the server, and who is told. */
export class Informer<T extends KubeObject> implements ReadStore<T> {
  readonly resource: Resource;
  readonly #options: InformerOptions<T>;
  readonly #store: Store<T>;
  readonly #scopes = new Map<string, Scope>();
  readonly #reflectors: Reflector<T>[] = [];
  readonly #changed: ChangeListener<T>[] = [];
  readonly #progressed: (() => void)[] = [];
  readonly #wentBack: (() => void)[] = [];
  readonly #synced = Promise.withResolvers<void>();
  #cacheMisses = 0;

  constructor(options: InformerOptions<T>) {
    this.resource = options.resource;
    this.#options = options;
    this.#store = new Store(options.indexers);
    const { namespaces = [] } = options;
    for (const namespace of namespaces.length === 0 ? [''] : namespaces) this.#addScope(namespace);
  }

  get size(): number {
    return this.#store.size;
  }

  get(key: string): T | undefined {
    return this.#store.get(key);
  }

  list(): T[] {
    return this.#store.list();
  }

  byIndex(index: string, value: string): T[] {
    return this.#store.byIndex(index, value);
  }

  /** Calls `listener` for every change from now on. */
  onChange(listener: ChangeListener<T>): void {
    this.#changed.push(listener);
  }

  /** Calls `listener` whenever the cache is known up to a newer version. */
  onProgress(listener: () => void): void {
    this.#progressed.push(listener);
  }

  /** Calls `listener` when the server's versions went back, as after a restored backup: older ones mean nothing now. */
  onVersionsWentBack(listener: () => void): void {
    this.#wentBack.push(listener);
  }

  /** The version up to which the objects of a namespace are known; empty before the first list. */
  progressOf(namespace: string): string {
    const scope = this.#scopes.get(namespace) ?? this.#scopes.get('');
    return scope?.resourceVersion ?? '';
  }

  /** Whether the objects of a namespace are in this cache's view at all. */
  covers(namespace: string): boolean {
    return this.#scopes.has('') || this.#scopes.has(namespace);
  }

  /** True after every first full list. */
  get synced(): boolean {
    return [...this.#scopes.values()].every((scope) => scope.synced);
  }

  /** Resolves when `synced` becomes true. */
  whenSynced(): Promise<void> {
    return this.#synced.promise;
  }

  health(): CacheHealth {
    const ages = this.#reflectors.flatMap((reflector) => reflector.lastEventAgeSeconds ?? []);
    return {
      synced: this.synced,
      objects: this.#store.size,
      relists: this.#reflectors.reduce((sum, reflector) => sum + reflector.relists, 0),
      cacheMisses: this.#cacheMisses,
      lastEventAgeSeconds: ages.length === 0 ? undefined : Math.max(...ages),
    };
  }

  /** Keeps the cache until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    this.#options.metrics.follow(this.resource, () => this.health());
    await Promise.all(this.#reflectors.map((reflector) => reflector.run(signal)));
  }

  #addScope(namespace: string): void {
    const { transport, resource, clock, random, log, labelSelector, fieldSelector } = this.#options;
    const scope: Scope = { resourceVersion: '', synced: false };
    this.#scopes.set(namespace, scope);
    this.#reflectors.push(
      new Reflector<T>({
        transport,
        resource,
        clock,
        random,
        log,
        selection: { namespace, labelSelector, fieldSelector },
        project: this.#options.project ?? withoutBookkeeping,
        sink: this.#sink(namespace, scope),
      }),
    );
  }

  #sink(namespace: string, scope: Scope): Sink<T> {
    return {
      replace: (objects, resourceVersion) => {
        const back = compareResourceVersions(resourceVersion, scope.resourceVersion) < 0;
        this.#replace(namespace, scope, objects);
        if (back) for (const listener of this.#wentBack) listener();
      },
      put: (object) => this.#tell(this.#store.put(object), false),
      remove: (object) => this.#tell(this.#store.remove(formatKey(keyOf(object))), false),
      progress: (resourceVersion) => {
        scope.resourceVersion = resourceVersion;
        for (const listener of this.#progressed) listener();
      },
    };
  }

  #replace(namespace: string, scope: Scope, objects: readonly T[]): void {
    const gone = new Set(this.#store.keysIn(namespace));
    for (const object of objects) {
      gone.delete(formatKey(keyOf(object)));
      const changes = this.#store.put(object);
      if (scope.synced && changes.length > 0) this.#judge(object, scope);
      this.#tell(changes, !scope.synced);
    }
    for (const key of gone) this.#tell(this.#store.remove(key), false);
    scope.synced = true;
    if (this.synced) this.#synced.resolve();
  }

  /** An object that a relist shows anew although the watch was past its version: the watch left it out. */
  #judge(object: T, scope: Scope): void {
    const version = object.metadata.resourceVersion ?? '';
    if (compareResourceVersions(version, scope.resourceVersion) <= 0) this.#cacheMisses++;
  }

  #tell(changes: readonly Change<T>[], initial: boolean): void {
    for (const change of changes) for (const listener of this.#changed) listener(change, initial);
  }
}
