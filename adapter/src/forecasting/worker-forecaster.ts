import { Worker } from 'node:worker_threads';
import type { Forecaster, StepAnswer, TrackOptions } from './forecast-answer.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

/** A request that waits for its turn or for its answer. */
interface Waiting {
  readonly key: string;
  readonly id: number;
  /** Made when its turn comes: a thousand that wait shall not hold a thousand histories. */
  readonly request: () => Asking;
  readonly resolve: (answer: StepAnswer) => void;
  readonly reject: (error: Error) => void;
}

type Asking = Exclude<WorkerRequest, { kind: 'Drop' }>;

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

  open(key: string, options: TrackOptions, history: () => readonly (number | null)[]): Promise<StepAnswer> {
    return this.#wait(this.#openings, key, (id) => ({ kind: 'Open', id, key, options, history: history() }));
  }

  resume(
    key: string,
    options: TrackOptions,
    state: Uint8Array,
    values: readonly (number | null)[],
  ): Promise<StepAnswer> {
    return this.#wait(this.#steps, key, (id) => ({ kind: 'Resume', id, key, options, state, values }));
  }

  step(key: string, values: readonly (number | null)[]): Promise<StepAnswer> {
    return this.#wait(this.#steps, key, (id) => ({ kind: 'Step', id, key, values }));
  }

  /** Requests for the track that still wait are given up; their answers would go to nobody. */
  drop(key: string): void {
    for (const queue of [this.#steps, this.#openings])
      for (const waiting of queue.filter((waiting) => waiting.key === key)) {
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

  #wait(queue: Waiting[], key: string, request: (id: number) => Asking): Promise<StepAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<StepAnswer>();
    this.#lastId += 1;
    const id = this.#lastId;
    queue.push({ key, id, request: () => request(id), resolve, reject });
    this.#askNext();
    return promise;
  }

  #askNext(): void {
    if (this.#asked !== undefined) return;
    const next = this.#steps.shift() ?? this.#openings.shift();
    if (next === undefined) return;
    try {
      const request = next.request();
      this.#running().postMessage(request, ownedBy(request));
      this.#asked = next;
    } catch (error) {
      next.reject(error instanceof Error ? error : new Error(String(error)));
      this.#askNext();
    }
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
    if (asked?.id !== reply.id) return;
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

/** What a request hands over instead of copying it: a state that lies in memory of its own. */
function ownedBy(request: Asking): ArrayBuffer[] {
  if (request.kind !== 'Resume') return [];
  const { buffer, byteLength } = request.state;
  return buffer instanceof ArrayBuffer && buffer.byteLength < 2 * byteLength ? [buffer] : [];
}
