import type { KubeObject } from '@pricecast/kube';
import { ClusterWatch } from '../cluster-watch.ts';

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
  readonly #pods: ClusterWatch<SeenPod>;

  private constructor(pods: ClusterWatch<SeenPod>) {
    this.#pods = pods;
  }

  static async open(namespace: string): Promise<PodWatch> {
    const pods = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };
    return new PodWatch(await ClusterWatch.open<SeenPod>(pods, [namespace]));
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
    return this.#pods.objects.list().filter(({ metadata }) => metadata.labels?.app === app);
  }

  #serving(app: string): readonly SeenPod[] {
    return this.#of(app).filter(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined &&
        status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pods[Symbol.asyncDispose]();
  }
}
