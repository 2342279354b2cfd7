import {
  connect,
  Informer,
  KubeMetrics,
  type KubeObject,
  kubeconfigCredentials,
  openGate,
  silentLog,
  systemClock,
} from '@pricecast/kube';
import { createMetrics } from '@pricecast/runtime';
import { kubeconfigPath } from '../../repository.ts';
import type { Side } from './objects.ts';

interface SeenPod extends KubeObject {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Pods of one side at a moment. */
export interface PodCount {
  readonly ready: number;
  readonly present: number;
}

/** Keeps the pods of a namespace in view. */
export class PodWatch implements AsyncDisposable {
  readonly #pods: Informer<SeenPod>;
  readonly #stop = new AbortController();
  readonly #close: () => Promise<void>;
  readonly #running: Promise<void>;

  private constructor(pods: Informer<SeenPod>, close: () => Promise<void>) {
    this.#pods = pods;
    this.#close = close;
    this.#running = pods.run(this.#stop.signal);
  }

  static async open(namespace: string): Promise<PodWatch> {
    const clock = systemClock();
    const credentials = await kubeconfigCredentials({ clock, path: kubeconfigPath });
    const connection = connect({ credentials, clock, random: Math.random, userAgent: 'proof' });
    const pods = new Informer<SeenPod>({
      resource: { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true },
      transport: connection.through(openGate()),
      clock,
      random: Math.random,
      log: silentLog,
      metrics: new KubeMetrics(createMetrics()),
      namespaces: [namespace],
    });
    const watch = new PodWatch(pods, () => connection.close());
    await pods.whenSynced();
    return watch;
  }

  /** A pod that is on its way out handles nothing more, and is paid for until it is gone. */
  count(side: Side): PodCount {
    const own = this.#pods.list().filter(({ metadata }) => metadata.labels?.app === side);
    const staying = own.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const isReady = ({ status }: SeenPod) =>
      status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
    return { ready: staying.filter(isReady).length, present: own.length };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#close();
  }
}
