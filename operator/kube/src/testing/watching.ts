import { Informer } from '../cache/informer.ts';
import type { Manifest } from '../objects/kube-object.ts';
import { configMap, configMaps, connectTest, type TestProcess } from './cluster.ts';
import { eventually } from './eventually.ts';
import { LeapClock } from './leap-clock.ts';

const LABEL = 'app.kubernetes.io/part-of';
let groups = 0;

/** Where a cache under test watches, and who changes things beneath it. */
export interface WatchingOptions {
  /** Of the server or of a proxy before it. */
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly somebody: TestProcess;
}

/** A running cache of the ConfigMaps of one test, told apart from those of others by a label. */
export class Watching implements AsyncDisposable {
  readonly clock: LeapClock;
  readonly selector: string;
  readonly process: TestProcess;
  readonly informer: Informer<Manifest>;
  /** What the cache told its listeners, in order. */
  readonly told: string[] = [];
  readonly #options: WatchingOptions;
  readonly #group: string;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  private constructor(options: WatchingOptions, clock: LeapClock, process: TestProcess) {
    this.clock = clock;
    this.process = process;
    this.#options = options;
    this.#group = `group-${++groups}`;
    this.selector = `${LABEL}=${this.#group}`;
    this.informer = new Informer<Manifest>({
      ...process,
      transport: process.connection.direct,
      resource: configMaps,
      namespaces: [options.namespace],
      labelSelector: this.selector,
    });
    this.informer.onChange(({ before, after }) => {
      this.told.push(before === undefined ? 'add' : after === undefined ? 'delete' : 'update');
    });
  }

  /** Prepares a cache; `start` lets it run. */
  static async prepare(options: WatchingOptions): Promise<Watching> {
    const clock = new LeapClock();
    return new Watching(options, clock, await connectTest(options.kubeconfig, { clock }));
  }

  start(): void {
    this.#running = this.informer.run(this.#stop.signal);
  }

  async synced(): Promise<void> {
    this.start();
    await this.informer.whenSynced();
  }

  /** Somebody writes a ConfigMap of this test with the value `v`. */
  async put(name: string, v: string): Promise<void> {
    const object = configMap(this.#options.namespace, name, { v });
    const labels = { [LABEL]: this.#group };
    await this.#options.somebody.client.forceApply(configMaps, {
      ...object,
      metadata: { ...object.metadata, labels },
    });
  }

  async putMany(count: number): Promise<void> {
    for (let at = 0; at < count; at += 50) {
      const names = Array.from(
        { length: Math.min(50, count - at) },
        (_, index) => `${this.#group}-${at + index}`,
      );
      await Promise.all(names.map((name) => this.put(name, '1')));
    }
  }

  async remove(name: string): Promise<void> {
    await this.#options.somebody.client.delete(configMaps, { namespace: this.#options.namespace, name });
  }

  get(name: string): Manifest | undefined {
    return this.informer.get(`${this.#options.namespace}/${name}`);
  }

  /** Resolves when the cache has a ConfigMap with this value, or none where the value is undefined. */
  async sees(name: string, value: string | undefined): Promise<void> {
    const seen = () => (this.get(name)?.data as { v?: string } | undefined)?.v;
    await eventually(`${name} is ${value}`, () => seen() === value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.process.close();
  }
}
