import type { Resource } from '../client/resource.ts';
import { resourceName } from '../client/resource.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { compareResourceVersions } from '../objects/resource-version.ts';

/** The part of an informer that own writes are compared with. */
export interface Follower {
  readonly resource: Resource;
  progressOf(namespace: string): string;
  covers(namespace: string): boolean;
  onProgress(listener: () => void): void;
  onVersionsWentBack(listener: () => void): void;
}

interface Expectation {
  readonly follower: Follower;
  readonly namespace: string;
  readonly resourceVersion: string;
}

/**
 * Read your own writes: after a write, the keys that it was made for are held back until the cache of that
 * resource has passed the version which the write was answered with. A decision from an older view is then
 * impossible. Memory: one entry per key with writes under way.
 */
export class OwnWrites {
  readonly #followers = new Map<string, Follower>();
  readonly #expected = new Map<string, Map<string, Expectation>>();
  readonly #held = new Map<string, () => void>();

  /**
   * Compares writes of this informer's resource with it from now on; of several for one resource the last counts.
   * It should select all that is written: what it does not show is only known to be passed at the next bookmark.
   */
  follow(follower: Follower): void {
    this.#followers.set(resourceName(follower.resource), follower);
    follower.onProgress(() => this.#releaseHeld());
    follower.onVersionsWentBack(() => this.#reset());
  }

  /** Notes a write made for `key`. Writes of resources that nobody caches, or outside the cached namespaces, pass. */
  record(key: string, resource: Resource, written: KubeObject): void {
    const name = resourceName(resource);
    const follower = this.#followers.get(name);
    const { namespace = '', resourceVersion } = written.metadata;
    if (follower === undefined || resourceVersion === undefined || !follower.covers(namespace)) return;
    const expected = this.#expected.get(key) ?? new Map<string, Expectation>();
    const place = `${name}/${namespace}`;
    const before = expected.get(place)?.resourceVersion ?? '';
    if (compareResourceVersions(resourceVersion, before) <= 0) return;
    expected.set(place, { follower, namespace, resourceVersion });
    this.#expected.set(key, expected);
  }

  /** Whether some cache has not yet seen a write that was made for `key`. */
  isBehind(key: string): boolean {
    const expected = this.#expected.get(key);
    if (expected === undefined) return false;
    for (const [place, { follower, namespace, resourceVersion }] of expected) {
      if (compareResourceVersions(follower.progressOf(namespace), resourceVersion) >= 0)
        expected.delete(place);
    }
    if (expected.size > 0) return true;
    this.#expected.delete(key);
    return false;
  }

  /** Calls `release` once, as soon as the caches have caught up with the writes for `key`. */
  hold(key: string, release: () => void): void {
    if (this.isBehind(key)) this.#held.set(key, release);
    else release();
  }

  /** The server's versions have gone back, so nothing can be compared any more. */
  #reset(): void {
    this.#expected.clear();
    this.#releaseHeld();
  }

  #releaseHeld(): void {
    for (const [key, release] of this.#held) {
      if (this.isBehind(key)) continue;
      this.#held.delete(key);
      release();
    }
  }
}
