import { OwnWrites } from '../cache/own-writes.ts';
import type { Log } from '../log.ts';
import type { KubeMetrics, ReconcileResultLabel } from '../metrics/kube-metrics.ts';
import { type ObjectKey, parseKey } from '../objects/object-key.ts';
import { WorkQueue } from '../queue/work-queue.ts';
import type { Clock, Random } from '../time/clock.ts';
import { withDeadline } from '../time/deadline.ts';
import { type Outcome, outcomeOf, type ReconcileResult } from './outcome.ts';
import { queueObserver } from './queue-observer.ts';
import type { Source } from './source.ts';

/** Makes the world of one key right. It must stop soon after the signal aborts. */
export type Reconcile = (key: ObjectKey, signal: AbortSignal) => Promise<ReconcileResult>;

/** What a controller is made of. */
export interface ControllerOptions {
  readonly name: string;
  readonly reconcile: Reconcile;
  readonly sources: readonly Source[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: KubeMetrics;
  /** Reconciles at a time; never two of one key. 4 where absent. */
  readonly workers?: number | undefined;
  /** Longest time for one reconcile, in seconds; 30 where absent. */
  readonly deadlineSeconds?: number | undefined;
}

/** Runs a reconcile for every key that its sources name, and again until it succeeds. */
export class Controller {
  readonly name: string;
  /** Where writes made during a reconcile are noted, so that the key waits for its caches. */
  readonly ownWrites = new OwnWrites();
  readonly #options: ControllerOptions;
  readonly #queue: WorkQueue;
  readonly #unfinished = new Set<Promise<void>>();

  constructor(options: ControllerOptions) {
    this.name = options.name;
    this.#options = options;
    this.#queue = new WorkQueue({ ...options, observer: queueObserver(options.name, options.metrics) });
    for (const source of options.sources) {
      this.ownWrites.follow(source.cache);
      source.connect((key, priority) => this.#queue.add(key, priority));
    }
  }

  /** Asks for a reconcile from outside of the sources, as a timer or a prober does. */
  enqueue(key: string): void {
    this.#queue.add(key);
  }

  /** How long the oldest ready key has waited, in seconds: a liveness probe watches it. */
  oldestWaitSeconds(): number {
    return this.#queue.oldestWaitMs() / 1_000;
  }

  /** Whether all caches have been filled once. */
  get synced(): boolean {
    return this.#options.sources.every(({ cache }) => cache.synced);
  }

  /**
   * Works until the signal aborts, beginning when all caches are filled. Resolves when no reconcile runs any more;
   * running ones are told to stop by `abort`, which may come later than the signal so that they can finish.
   */
  async run(signal: AbortSignal, abort: AbortSignal): Promise<void> {
    const stop = () => this.#queue.close();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const stopped = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    await Promise.race([stopped, Promise.all(this.#options.sources.map(({ cache }) => cache.whenSynced()))]);
    this.#queue.restartWaits();
    const workers = Array.from({ length: this.#options.workers ?? 4 }, () => this.#work(abort));
    await Promise.all(workers);
    await Promise.all(this.#unfinished);
  }

  async #work(abort: AbortSignal): Promise<void> {
    for (let key = await this.#queue.get(); key !== undefined; key = await this.#queue.get()) {
      await this.#take(key, abort);
    }
  }

  /** Frees the worker at the deadline at the latest; the key stays taken until its reconcile has really ended. */
  async #take(key: string, abort: AbortSignal): Promise<void> {
    if (this.ownWrites.isBehind(key)) {
      this.#queue.done(key);
      this.ownWrites.hold(key, () => this.#queue.add(key));
      return;
    }
    const ms = (this.#options.deadlineSeconds ?? 30) * 1_000;
    const overdue = Promise.withResolvers<void>();
    const run = withDeadline({ clock: this.#options.clock, ms, signal: abort }, (signal) => {
      signal.addEventListener('abort', () => this.#options.clock.after(GRACE_MS, overdue.resolve), {
        once: true,
      });
      return this.#reconcile(key, signal, abort);
    });
    const settled = run.finally(() => this.#unfinished.delete(settled));
    this.#unfinished.add(settled);
    await Promise.race([settled, overdue.promise]);
  }

  async #reconcile(key: string, signal: AbortSignal, abort: AbortSignal): Promise<void> {
    const { clock, metrics } = this.#options;
    const controller = this.name;
    const startedMs = clock.monotonicMs();
    metrics.activeWorkers.inc({ controller });
    const settled = await this.#attempt(parseKey(key), signal);
    metrics.activeWorkers.dec({ controller });
    metrics.reconcileSeconds.observe({ controller }, (clock.monotonicMs() - startedMs) / 1_000);
    this.#count(this.#settle(key, outcomeOf(settled, abort.aborted)));
    this.#queue.done(key);
  }

  async #attempt(key: ObjectKey, signal: AbortSignal) {
    try {
      const result = await this.#options.reconcile(key, signal);
      return { result };
    } catch (error) {
      return { error: signal.aborted && signal.reason instanceof Error ? signal.reason : error };
    }
  }

  /** Puts the key where its outcome says, and returns the outcome's name for the counters. */
  #settle(key: string, outcome: Outcome): ReconcileResultLabel {
    if (outcome.kind === 'Aborted') return 'aborted';
    if (outcome.kind === 'Retry') {
      const waitMs = this.#queue.retry(key, outcome.atLeastMs);
      this.#tell('Reconcile failed and is tried again', key, outcome.error, { waitMs: Math.round(waitMs) });
      return 'error';
    }
    this.#queue.forget(key);
    if (outcome.kind === 'Terminal') {
      this.#tell('Reconcile failed and waits for a change', key, outcome.error, {});
      return 'terminal_error';
    }
    if (outcome.kind === 'Done') return 'success';
    this.#queue.addAfter(key, outcome.ms);
    return 'requeue_after';
  }

  #count(result: ReconcileResultLabel): void {
    const controller = this.name;
    this.#options.metrics.reconciles.inc({ controller, result });
    if (result.endsWith('error')) this.#options.metrics.reconcileErrors.inc({ controller });
  }

  #tell(message: string, key: string, error: unknown, fields: Record<string, unknown>): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#options.log.warn(message, { controller: this.name, key, why, ...fields });
  }
}

/** How long an aborted reconcile may take to notice before its worker turns to other keys, in milliseconds. */
const GRACE_MS = 1_000;
