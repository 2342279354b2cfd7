import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, askedMetrics, type Lookup, lookUp } from './lookup.ts';

/** Asks at a steady rate for every number of every scaler, in turn by each way, until it is stopped. */
export class SteadyLookups {
  readonly done: Lookup[] = [];
  readonly #running = new Set<Promise<unknown>>();
  #going = true;

  /** Begins; `perSecond` counts both ways together. */
  static begin(
    scalers: readonly string[],
    ways: Readonly<Record<Lookup['way'], Ask>>,
    perSecond: number,
  ): SteadyLookups {
    const lookups = new SteadyLookups();
    void lookups.#go(scalers, ways, perSecond);
    return lookups;
  }

  /** Asks no more, and resolves with everything when the last answer is there. */
  async stop(): Promise<readonly Lookup[]> {
    this.#going = false;
    await Promise.all(this.#running);
    return this.done;
  }

  async #go(
    scalers: readonly string[],
    ways: Readonly<Record<Lookup['way'], Ask>>,
    perSecond: number,
  ): Promise<void> {
    const questions = scalers.flatMap((scaler) => askedMetrics.map((metric) => ({ scaler, metric })));
    const began = performance.now();
    for (let index = 0; this.#going; index += 1) {
      await sleep(Math.max(0, began + (index * 1_000) / perSecond - performance.now()));
      const question = questions[(index >> 1) % questions.length];
      if (question === undefined) return;
      const way = index % 2 === 0 ? 'HPA' : 'KEDA';
      const running = lookUp(way, ways[way], question).then((lookup) => {
        this.done.push(lookup);
        this.#running.delete(running);
      });
      this.#running.add(running);
    }
  }
}
