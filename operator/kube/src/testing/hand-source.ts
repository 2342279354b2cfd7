import type { Resource } from '../client/resource.ts';
import type { Source } from '../controller/source.ts';
import type { Priority } from '../queue/priority.ts';

const widgets: Resource = {
  group: 'example.dev',
  version: 'v1',
  plural: 'widgets',
  kind: 'Widget',
  namespaced: true,
};

/** A source that names keys when a test says so. Its cache is synced from the start and stands at a given version. */
export class HandSource implements Source {
  readonly resource = widgets;
  readonly #progressed: (() => void)[] = [];
  #enqueue: (key: string, priority: Priority) => void = () => {};
  #version = '1';

  readonly cache = {
    resource: widgets,
    synced: true,
    whenSynced: () => Promise.resolve(),
    progressOf: () => this.#version,
    covers: () => true,
    onProgress: (listener: () => void) => {
      this.#progressed.push(listener);
    },
    onVersionsWentBack: () => {},
  };

  connect(enqueue: (key: string, priority: Priority) => void): void {
    this.#enqueue = enqueue;
  }

  name(key: string, priority: Priority = 'High'): void {
    this.#enqueue(key, priority);
  }

  reach(version: string): void {
    this.#version = version;
    for (const listener of this.#progressed) listener();
  }
}
