import { setTimeout as sleep } from 'node:timers/promises';
import type { PodWatch } from './pod-watch.ts';

const tickMs = 500;

/** Posts orders to the Ready pods of a service, spread over them, as clients do: those that fail are lost. */
export class PostedOrders implements AsyncDisposable {
  readonly #pods: PodWatch;
  readonly #name: string;
  /** Orders per second, by seconds since the begin. */
  readonly #loadAt: (second: number) => number;
  readonly #beginMs = Date.now();
  readonly #running: Promise<void>;
  #owed = 0;
  #turn = 0;
  #isOver = false;

  private constructor(pods: PodWatch, name: string, loadAt: (second: number) => number) {
    this.#pods = pods;
    this.#name = name;
    this.#loadAt = loadAt;
    this.#running = this.#run();
  }

  static begin(pods: PodWatch, name: string, loadAt: (second: number) => number): PostedOrders {
    return new PostedOrders(pods, name, loadAt);
  }

  /** Seconds since the begin, and the load of this moment. */
  get now(): { readonly second: number; readonly load: number } {
    const second = (Date.now() - this.#beginMs) / 1_000;
    return { second, load: this.#loadAt(second) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    let before = Date.now();
    while (!this.#isOver) {
      await sleep(tickMs);
      const now = Date.now();
      this.#owed += (this.now.load * (now - before)) / 1_000;
      before = now;
      await this.#post(this.#pods.addresses(this.#name));
    }
  }

  /** Whole orders, dealt to the pods in turn. */
  async #post(addresses: readonly string[]): Promise<void> {
    const counts = new Map<string, number>();
    for (; this.#owed >= 1 && addresses.length > 0; this.#owed -= 1) {
      const address = addresses[this.#turn % addresses.length] ?? '';
      this.#turn += 1;
      counts.set(address, (counts.get(address) ?? 0) + 1);
    }
    await Promise.allSettled(
      [...counts].map(([address, count]) =>
        fetch(`http://${address}:8080/orders?count=${count}`, {
          method: 'POST',
          signal: AbortSignal.timeout(2_000),
        }),
      ),
    );
  }
}
