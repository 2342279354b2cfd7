import type { Forecaster, StepAnswer, TrackOptions } from './forecast-answer.ts';
import { WorkerForecaster, type WorkerForecasterParts } from './worker-forecaster.ts';

/** Forecasts in several threads; a scaler stays with the thread in which its track was opened. */
export class ForecasterPool implements Forecaster {
  readonly #threads: readonly WorkerForecaster[];
  readonly #places = new Map<string, WorkerForecaster>();
  #next = 0;

  /** `threads` is one at least. */
  constructor(threads: number, parts: WorkerForecasterParts) {
    this.#threads = Array.from({ length: threads }, () => new WorkerForecaster(parts));
  }

  open(key: string, options: TrackOptions, history: () => readonly (number | null)[]): Promise<StepAnswer> {
    return this.#threadOf(key).open(key, options, history);
  }

  resume(
    key: string,
    options: TrackOptions,
    state: Uint8Array,
    values: readonly (number | null)[],
  ): Promise<StepAnswer> {
    return this.#threadOf(key).resume(key, options, state, values);
  }

  step(key: string, values: readonly (number | null)[]): Promise<StepAnswer> {
    return this.#threadOf(key).step(key, values);
  }

  drop(key: string): void {
    this.#places.get(key)?.drop(key);
    this.#places.delete(key);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** Scalers are dealt out in turn, so that no thread has more than one of them more than another one. */
  #threadOf(key: string): WorkerForecaster {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const thread = this.#threads[this.#next % this.#threads.length];
    if (thread === undefined) throw new RangeError('THREADS_NONE: a pool needs a thread');
    this.#next += 1;
    this.#places.set(key, thread);
    return thread;
  }
}
