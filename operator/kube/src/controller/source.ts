import type { Informer } from '../cache/informer.ts';
import type { Follower } from '../cache/own-writes.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { formatKey, keyOf, type ObjectKey } from '../objects/object-key.ts';
import { controllerOf } from '../objects/owner.ts';
import type { Priority } from '../queue/priority.ts';

/** Something whose changes ask for reconciles. Build it with `source`. */
export interface Source {
  readonly cache: Follower & { readonly synced: boolean; whenSynced(): Promise<void> };
  /** Asks for the keys of every change from now on. */
  connect(enqueue: (key: string, priority: Priority) => void): void;
}

/** How changes of a cache become keys. */
export interface SourceOptions<T> {
  /** The keys that have to look at the world again because of this object. */
  readonly keysOf: (object: T) => readonly ObjectKey[];
  /** False for a change that cannot matter, as of counters in a status. Every change matters where absent. */
  readonly matters?: ((before: T, after: T) => boolean) | undefined;
}

/**
 * Turns changes of a cache into keys. Both the old and the new object are asked, so a child that changes hands
 * wakes both owners. What the change was is not passed on: a reconcile looks at the level, not at the edge.
 */
export function source<T extends KubeObject>(informer: Informer<T>, options: SourceOptions<T>): Source {
  return {
    cache: informer,
    connect: (enqueue) =>
      informer.onChange(({ before, after }, initial) => {
        if (before !== undefined && after !== undefined && options.matters?.(before, after) === false) return;
        const priority = initial ? 'Low' : 'High';
        const keys = [before, after].flatMap((object) =>
          object === undefined ? [] : options.keysOf(object),
        );
        for (const key of new Set(keys.map(formatKey))) enqueue(key, priority);
      }),
  };
}

/** `keysOf` of the root kind: the object itself. */
export function ownKey(object: KubeObject): readonly ObjectKey[] {
  return [keyOf(object)];
}

/** `keysOf` of children: the object of this kind that controls them, in their namespace. */
export function controllerKey(ownerKind: string): (object: KubeObject) => readonly ObjectKey[] {
  return (object) => {
    const owner = controllerOf(object);
    return owner?.kind === ownerKind
      ? [{ namespace: object.metadata.namespace ?? '', name: owner.name }]
      : [];
  };
}

/** `keysOf` of children that a label names their root: for those without an owner reference. */
export function labelledKey(label: string): (object: KubeObject) => readonly ObjectKey[] {
  return ({ metadata }) => {
    const name = metadata.labels?.[label];
    return name === undefined ? [] : [{ namespace: metadata.namespace ?? '', name }];
  };
}

/** `matters` of a root kind: its spec, its metadata that people write, or its deletion changed; not its status. */
export function specChanged(before: KubeObject, after: KubeObject): boolean {
  const face = ({ metadata }: KubeObject) =>
    JSON.stringify([
      metadata.uid,
      metadata.generation,
      metadata.deletionTimestamp,
      metadata.labels,
      metadata.annotations,
    ]);
  return face(before) !== face(after);
}
