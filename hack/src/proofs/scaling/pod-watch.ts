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

interface SeenPod extends KubeObject {
  readonly status?: {
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** Pods of one workload at a moment. */
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

  /** Pods with this `app`. One that is on its way out handles nothing more, and is paid for until it is gone. */
  count(app: string): PodCount {
    return { ready: this.#serving(app).length, present: this.#of(app).length };
  }

  /** Addresses of the pods that serve, in the order of their names. */
  addresses(app: string): readonly string[] {
    const serving = this.#serving(app).toSorted((one, other) =>
      one.metadata.name < other.metadata.name ? -1 : 1,
    );
    return serving.flatMap(({ status }) => status?.podIP ?? []);
  }

  #of(app: string): readonly SeenPod[] {
    return this.#pods.list().filter(({ metadata }) => metadata.labels?.app === app);
  }

  #serving(app: string): readonly SeenPod[] {
    return this.#of(app).filter(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined &&
        status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#close();
  }
}
