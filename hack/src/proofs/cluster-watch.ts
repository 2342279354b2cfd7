import {
  connect,
  Informer,
  KubeMetrics,
  type KubeObject,
  kubeconfigCredentials,
  openGate,
  type Resource,
  silentLog,
  systemClock,
} from '@pricecast/kube';
import { createMetrics } from '@pricecast/runtime';
import { kubeconfigPath } from '../repository.ts';

/** Keeps the objects of one kind in view, for a proof. */
export class ClusterWatch<T extends KubeObject> implements AsyncDisposable {
  readonly objects: Informer<T>;
  readonly #stop = new AbortController();
  readonly #close: () => Promise<void>;
  readonly #running: Promise<void>;

  private constructor(objects: Informer<T>, close: () => Promise<void>) {
    this.objects = objects;
    this.#close = close;
    this.#running = objects.run(this.#stop.signal);
  }

  /** Resolves once all objects are known. `namespaces` is empty for kinds without one. */
  static async open<T extends KubeObject>(
    resource: Resource,
    namespaces: readonly string[],
  ): Promise<ClusterWatch<T>> {
    const clock = systemClock();
    const credentials = await kubeconfigCredentials({ clock, path: kubeconfigPath });
    const connection = connect({ credentials, clock, random: Math.random, userAgent: 'proof' });
    const objects = new Informer<T>({
      resource,
      transport: connection.through(openGate()),
      clock,
      random: Math.random,
      log: silentLog,
      metrics: new KubeMetrics(createMetrics()),
      namespaces,
    });
    const watch = new ClusterWatch(objects, () => connection.close());
    await objects.whenSynced();
    return watch;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#close();
  }
}
