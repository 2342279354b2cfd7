import { metricApis } from '@pricecast/crds';
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
import type { Finding } from '../../proof.ts';
import { kubeconfigPath } from '../../repository.ts';

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

/** Hears of every change of our APIServices, so that none is too short to be seen. */
export class ApiServiceLog implements AsyncDisposable {
  readonly #services: Informer<SeenApiService>;
  readonly #stop = new AbortController();
  readonly #close: () => Promise<void>;
  readonly #running: Promise<void>;
  #told = 0;
  /** What was said each time that one was not Available. */
  readonly #lapses: string[] = [];

  private constructor(services: Informer<SeenApiService>, close: () => Promise<void>) {
    this.#services = services;
    this.#close = close;
    services.onChange(({ key }) => this.#look(key));
    this.#running = services.run(this.#stop.signal);
  }

  static async open(): Promise<ApiServiceLog> {
    const clock = systemClock();
    const credentials = await kubeconfigCredentials({ clock, path: kubeconfigPath });
    const connection = connect({ credentials, clock, random: Math.random, userAgent: 'proof' });
    const services = new Informer<SeenApiService>({
      resource: {
        group: 'apiregistration.k8s.io',
        version: 'v1',
        plural: 'apiservices',
        kind: 'APIService',
        namespaced: false,
      },
      transport: connection.through(openGate()),
      clock,
      random: Math.random,
      log: silentLog,
      metrics: new KubeMetrics(createMetrics()),
      namespaces: [],
    });
    const log = new ApiServiceLog(services, () => connection.close());
    await services.whenSynced();
    return log;
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

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#close();
  }

  #look(key: string): void {
    if (!names.includes(key)) return;
    this.#told += 1;
    const available = this.#services.get(key)?.status?.conditions?.find(({ type }) => type === 'Available');
    if (available?.status !== 'True') this.#lapses.push(`${key}: ${available?.message ?? 'gone'}`);
  }
}
