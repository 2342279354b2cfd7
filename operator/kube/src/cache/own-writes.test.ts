import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../objects/kube-object.ts';
import { type Follower, OwnWrites } from './own-writes.ts';

const configMaps = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };
const secrets = { ...configMaps, plural: 'secrets', kind: 'Secret' };

/** A cache of which only its progress matters. */
class ProgressOnly implements Follower {
  readonly resource = configMaps;
  readonly #progressed: (() => void)[] = [];
  readonly #wentBack: (() => void)[] = [];
  #version = '';

  progressOf(): string {
    return this.#version;
  }

  covers(namespace: string): boolean {
    return namespace === 'n';
  }

  onProgress(listener: () => void): void {
    this.#progressed.push(listener);
  }

  onVersionsWentBack(listener: () => void): void {
    this.#wentBack.push(listener);
  }

  reach(version: string): void {
    this.#version = version;
    for (const listener of this.#progressed) listener();
  }

  goBack(version: string): void {
    this.#version = version;
    for (const listener of this.#wentBack) listener();
  }
}

function written(resourceVersion: string, namespace = 'n'): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace, resourceVersion } };
}

function begin() {
  const cache = new ProgressOnly();
  const writes = new OwnWrites();
  writes.follow(cache);
  cache.reach('100');
  return { cache, writes };
}

describe('OwnWrites', () => {
  it('holds a key back until the cache has passed its last write', () => {
    const { cache, writes } = begin();
    writes.record('n/key', configMaps, written('105'));
    writes.record('n/key', configMaps, written('103'));
    let released = 0;
    writes.hold('n/key', () => released++);
    cache.reach('104');
    expect([writes.isBehind('n/key'), released]).toEqual([true, 0]);
    cache.reach('105');
    expect([writes.isBehind('n/key'), released]).toEqual([false, 1]);
    cache.reach('106');
    expect(released).toBe(1);
  });

  it('releases at once when the cache is there already', () => {
    const { writes } = begin();
    writes.record('n/key', configMaps, written('99'));
    let released = 0;
    writes.hold('n/key', () => released++);
    expect(released).toBe(1);
  });

  it('does not hold other keys', () => {
    const { writes } = begin();
    writes.record('n/key', configMaps, written('105'));
    expect(writes.isBehind('n/other')).toBe(false);
  });

  it('does not wait for what no cache will ever show', () => {
    const { writes } = begin();
    writes.record('n/key', secrets, written('105'));
    writes.record('n/key', configMaps, written('105', 'elsewhere'));
    expect(writes.isBehind('n/key')).toBe(false);
  });

  it('lets everything go when the versions of the server went back', () => {
    const { cache, writes } = begin();
    writes.record('n/key', configMaps, written('105'));
    let released = 0;
    writes.hold('n/key', () => released++);
    cache.goBack('7');
    expect([writes.isBehind('n/key'), released]).toEqual([false, 1]);
  });
});
