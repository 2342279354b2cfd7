import type { KubeObject } from '../objects/kube-object.ts';
import { formatKey, keyOf } from '../objects/object-key.ts';

/** Names the values under which an object is found again: owner uids, label values. */
export type Indexer<T> = (object: T) => readonly string[];

/** One step of the cache. A deleted and re-created object (another uid) is two steps. */
export interface Change<T> {
  readonly key: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** The read side of a store. */
export interface ReadStore<T> {
  get(key: string): T | undefined;
  list(): T[];
  /** Objects that the named index files under `value`. Throws for an index that was not declared. */
  byIndex(index: string, value: string): T[];
  readonly size: number;
}

/** Objects of one resource by `namespace/name`, with indexes. */
export class Store<T extends KubeObject> implements ReadStore<T> {
  readonly #objects = new Map<string, T>();
  readonly #indexers: ReadonlyMap<string, Indexer<T>>;
  readonly #indexes = new Map<string, Map<string, Set<string>>>();

  constructor(indexers: Readonly<Record<string, Indexer<T>>> = {}) {
    this.#indexers = new Map(Object.entries(indexers));
    for (const name of this.#indexers.keys()) this.#indexes.set(name, new Map());
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): T | undefined {
    return this.#objects.get(key);
  }

  list(): T[] {
    return [...this.#objects.values()];
  }

  byIndex(index: string, value: string): T[] {
    const values = this.#indexes.get(index);
    if (values === undefined) throw new TypeError(`This store has no index named ${index}`);
    return [...(values.get(value) ?? [])].flatMap((key) => this.#objects.get(key) ?? []);
  }

  /** Puts an object in; returns what changed: nothing when this version was there already. */
  put(object: T): Change<T>[] {
    const key = formatKey(keyOf(object));
    const before = this.#objects.get(key);
    if (before !== undefined && isSameVersion(before, object)) return [];
    const recreated = before !== undefined && before.metadata.uid !== object.metadata.uid;
    if (before !== undefined) this.#unfile(key, before);
    this.#objects.set(key, object);
    this.#file(key, object);
    return recreated
      ? [
          { key, before, after: undefined },
          { key, before: undefined, after: object },
        ]
      : [{ key, before, after: object }];
  }

  /** Takes an object out. */
  remove(key: string): Change<T>[] {
    const before = this.#objects.get(key);
    if (before === undefined) return [];
    this.#unfile(key, before);
    this.#objects.delete(key);
    return [{ key, before, after: undefined }];
  }

  /** Keys of one namespace, or all where it is empty. */
  keysIn(namespace: string): string[] {
    const keys = [...this.#objects.keys()];
    return namespace === '' ? keys : keys.filter((key) => key.startsWith(`${namespace}/`));
  }

  #file(key: string, object: T): void {
    for (const [name, indexer] of this.#indexers) {
      const values = this.#indexes.get(name);
      for (const value of indexer(object)) {
        const keys = values?.get(value);
        if (keys === undefined) values?.set(value, new Set([key]));
        else keys.add(key);
      }
    }
  }

  #unfile(key: string, object: T): void {
    for (const [name, indexer] of this.#indexers) {
      const values = this.#indexes.get(name);
      for (const value of indexer(object)) {
        const keys = values?.get(value);
        keys?.delete(key);
        if (keys?.size === 0) values?.delete(value);
      }
    }
  }
}

function isSameVersion(a: KubeObject, b: KubeObject): boolean {
  return a.metadata.uid === b.metadata.uid && a.metadata.resourceVersion === b.metadata.resourceVersion;
}
