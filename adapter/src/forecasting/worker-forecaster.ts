import { Worker } from 'node:worker_threads';
import type { Forecaster, StepAnswer, TrackOptions } from './forecast-answer.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

/** A request that waits for its turn or for its answer. */
interface Waiting {
  readonly request: Exclude<WorkerRequest, { kind: 'Drop' }>;
  readonly resolve: (answer: StepAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** What a forecaster in a thread tells. */
export interface WorkerForecasterParts {
  /** Told how long each forecast took in the thread. */
  readonly took: (milliseconds: number) => void;
  /** Told that the thread died; it is started anew with the next request. */
  readonly died: (error: Error) => void;
}

/** The worker lies beside this file, in the sources and in the bundle. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const script = new URL(`./forecast-worker.${extension}`, import.meta.url);

/**
 * Forecasts in a thread of its own, one request at a time. Steps come before openings, which take a thousand times as
 * long: scalers that are at work do not wait for those that begin.
 */
export class WorkerForecaster implements Forecaster {
  readonly #parts: WorkerForecasterParts;
  readonly #steps: Waiting[] = [];
  readonly #openings: Waiting[] = [];
  #asked: Waiting | undefined;
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(parts: WorkerForecasterParts) {
    this.#parts = parts;
  }

  open(key: string, options: TrackOptions, history: readonly (number | null)[]): Promise<StepAnswer> {
    return this.#wait(this.#openings, { kind: 'Open', id: this.#nextId(), key, options, history });
  }

  resume(
    key: string,
    options: TrackOptions,
    state: Uint8Array,
    values: readonly (number | null)[],
  ): Promise<StepAnswer> {
    return this.#wait(this.#steps, { kind: 'Resume', id: this.#nextId(), key, options, state, values });
  }

  step(key: string, values: readonly (number | null)[]): Promise<StepAnswer> {
    return this.#wait(this.#steps, { kind: 'Step', id: this.#nextId(), key, values });
  }

  /** Requests for the track that still wait are given up; their answers would go to nobody. */
  drop(key: string): void {
    for (const queue of [this.#steps, this.#openings])
      for (const waiting of queue.filter(({ request }) => request.key === key)) {
        queue.splice(queue.indexOf(waiting), 1);
        waiting.reject(new Error(`TRACK_DROPPED: ${key} is not forecast here any more`));
      }
    this.#worker?.postMessage({ kind: 'Drop', key } satisfies WorkerRequest);
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#failAll(new Error('FORECASTER_CLOSED: the process is stopping'));
    await worker?.terminate();
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #wait(queue: Waiting[], request: Waiting['request']): Promise<StepAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<StepAnswer>();
    queue.push({ request, resolve, reject });
    this.#askNext();
    return promise;
  }

  #askNext(): void {
    if (this.#asked !== undefined) return;
    this.#asked = this.#steps.shift() ?? this.#openings.shift();
    if (this.#asked !== undefined) this.#running().postMessage(this.#asked.request);
  }

  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(script);
    worker.on('message', (reply: WorkerReply) => this.#settle(reply));
    worker.on('error', (error: Error) => this.#lost(worker, error));
    worker.on('exit', (code) => this.#lost(worker, new Error(`the thread ended with code ${code}`)));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #settle(reply: WorkerReply): void {
    const asked = this.#asked;
    if (asked?.request.id !== reply.id) return;
    this.#asked = undefined;
    if (!reply.ok) asked.reject(new Error(reply.message));
    else {
      this.#parts.took(reply.milliseconds);
      asked.resolve(reply.answer);
    }
    this.#askNext();
  }

  #lost(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#failAll(error);
    this.#parts.died(error);
  }

  #failAll(error: Error): void {
    const all = [this.#asked, ...this.#steps.splice(0), ...this.#openings.splice(0)];
    this.#asked = undefined;
    for (const waiting of all) waiting?.reject(error);
  }
}
