import { metricApis } from '@pricecast/crds';
import type { KubeObject } from '@pricecast/kube';
import type { Finding } from '../../proof.ts';
import { ClusterWatch } from '../cluster-watch.ts';

interface SeenApiService extends KubeObject {
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message: string;
    }[];
  };
}

const names: readonly string[] = metricApis;
const apiServices = {
  group: 'apiregistration.k8s.io',
  version: 'v1',
  plural: 'apiservices',
  kind: 'APIService',
  namespaced: false,
};

/** Hears of every change of our APIServices, so that none is too short to be seen. */
export class ApiServiceLog implements AsyncDisposable {
  readonly #watch: ClusterWatch<SeenApiService>;
  #told = 0;
  /** What was said each time that one was not Available. */
  readonly #lapses: string[] = [];

  private constructor(watch: ClusterWatch<SeenApiService>) {
    this.#watch = watch;
    watch.objects.onChange(({ key }) => this.#look(key));
    for (const name of names) this.#look(name);
  }

  static async open(): Promise<ApiServiceLog> {
    return new ApiServiceLog(await ClusterWatch.open<SeenApiService>(apiServices, []));
  }

  /** Lapses since the last time that somebody asked, while something was done. */
  during(what: string): Finding {
    const [told, lapses] = [this.#told, this.#lapses.splice(0)];
    this.#told = 0;
    return {
      what: `metric APIs that were not Available, while ${what}`,
      measured: [`${lapses.length} lapses in ${told} changes heard of`, ...lapses.slice(0, 3)].join('; '),
      bound: '0',
      holds: lapses.length === 0,
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#watch[Symbol.asyncDispose]();
  }

  #look(key: string): void {
    if (!names.includes(key)) return;
    this.#told += 1;
    const available = this.#watch.objects
      .get(key)
      ?.status?.conditions?.find(({ type }) => type === 'Available');
    if (available?.status !== 'True') this.#lapses.push(`${key}: ${available?.message ?? 'gone'}`);
  }
}
