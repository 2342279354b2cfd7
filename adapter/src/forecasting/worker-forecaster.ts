import { Worker } from 'node:worker_threads';
import type { Forecaster, StepAnswer, TrackOptions } from './forecast-answer.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

interface Waiting {
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

/** Forecasts in a thread of its own. */
export class WorkerForecaster implements Forecaster {
  readonly #parts: WorkerForecasterParts;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(parts: WorkerForecasterParts) {
    this.#parts = parts;
  }

  open(key: string, options: TrackOptions, history: readonly (number | null)[]): Promise<StepAnswer> {
    return this.#ask((id) => ({ kind: 'Open', id, key, options, history }));
  }

  step(key: string, values: readonly (number | null)[]): Promise<StepAnswer> {
    return this.#ask((id) => ({ kind: 'Step', id, key, values }));
  }

  drop(key: string): void {
    this.#worker?.postMessage({ kind: 'Drop', key } satisfies WorkerRequest);
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#failAll(new Error('FORECASTER_CLOSED: the process is stopping'));
    await worker?.terminate();
  }

  #ask(request: (id: number) => WorkerRequest): Promise<StepAnswer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<StepAnswer>();
    this.#waiting.set(id, { resolve, reject });
    this.#running().postMessage(request(id));
    return promise;
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
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (!reply.ok) waiting?.reject(new Error(reply.message));
    else {
      this.#parts.took(reply.milliseconds);
      waiting?.resolve(reply.answer);
    }
  }

  #lost(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#failAll(error);
    this.#parts.died(error);
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
