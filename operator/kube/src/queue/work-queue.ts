import { type BackoffShape, backoffMs } from '../time/backoff.ts';
import type { Cancel, Clock, Random } from '../time/clock.ts';
import type { Priority } from './priority.ts';
import { ReadyList } from './ready-list.ts';

/** Delays after failures: 5 ms doubling to 5 min, of which chance takes up to a fifth. */
export const queueBackoff: BackoffShape = { firstMs: 5, factor: 2, capMs: 300_000, jitter: 0.2 };

/** Told what the queue does; all of it is counting. */
export interface QueueObserver {
  added(): void;
  retried(): void;
  /** A worker took a key that had been ready for so long. */
  taken(waitedSeconds: number): void;
  /** Keys that are ready, by priority. */
  depth(high: number, low: number): void;
}

/** What a queue is made of. */
export interface WorkQueueOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly backoff?: BackoffShape | undefined;
  readonly observer?: QueueObserver | undefined;
}

/**
 * Keys that need work. One entry per key; a key that a worker holds is not handed out again until `done`, and an
 * `add` meanwhile makes it run once more after that. Delayed keys wait outside; the earliest due time wins.
 *
 * ```
 *            addAfter / retry              due
 * (absent) ───────────────────► delayed ────────► ready ──get──► running ──done──► (absent)
 *     └──────────── add ──────────────────────────►▲                 └─ add ─► running, again ──done──► ready
 * ```
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #ready: ReadyList;
  /** Running keys; the value says whether to run once more, and how urgently. */
  readonly #running = new Map<string, Priority | undefined>();
  readonly #delayed = new Map<string, { dueMs: number; cancel: Cancel }>();
  readonly #failures = new Map<string, number>();
  readonly #takers: ((key: string | undefined) => void)[] = [];
  #closed = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#ready = new ReadyList(options.clock);
  }

  /** Asks for work on `key` now. Nothing is lost by asking twice. */
  add(key: string, priority: Priority = 'High'): void {
    if (this.#closed) return;
    this.#undelay(key);
    if (this.#running.has(key)) {
      if (this.#running.get(key) !== 'High') this.#running.set(key, priority);
      return;
    }
    if (this.#ready.add(key, priority)) this.#options.observer?.added();
    this.#handOut();
  }

  /** Asks for work on `key` after `ms`, unless it is due earlier anyway. */
  addAfter(key: string, ms: number): void {
    if (this.#closed || this.#ready.has(key) || this.#running.get(key) !== undefined) return;
    const dueMs = this.#options.clock.monotonicMs() + ms;
    const known = this.#delayed.get(key);
    if (known !== undefined && known.dueMs <= dueMs) return;
    known?.cancel();
    const cancel = this.#options.clock.after(ms, () => this.add(key));
    this.#delayed.set(key, { dueMs, cancel });
  }

  /** Asks again after a failure; returns the delay in milliseconds, which grows until `forget`. */
  retry(key: string, atLeastMs = 0): number {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const grown = backoffMs(this.#options.backoff ?? queueBackoff, failures, this.#options.random);
    const ms = Math.max(atLeastMs, grown);
    this.#options.observer?.retried();
    this.addAfter(key, ms);
    return ms;
  }

  /** Failures in a row of a key. */
  failuresOf(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  /** The key succeeded, or is gone: its next failure is a first one. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** The next key, as soon as there is one; undefined once the queue is closed. The taker owes a `done`. */
  get(): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#takers.push(resolve);
      this.#handOut();
    });
  }

  /** The worker has let go of `key`. */
  done(key: string): void {
    const again = this.#running.get(key);
    this.#running.delete(key);
    if (again !== undefined) this.add(key, again);
  }

  /** Takes in and hands out nothing more. Running keys stay with their workers. */
  close(): void {
    this.#closed = true;
    for (const { cancel } of this.#delayed.values()) cancel();
    this.#delayed.clear();
    this.#ready.clear();
    for (const take of this.#takers.splice(0)) take(undefined);
    this.#tellDepth();
  }

  /** Keys by state, for probes and tests. */
  counts(): { readonly ready: number; readonly running: number; readonly delayed: number } {
    return { ready: this.#ready.size, running: this.#running.size, delayed: this.#delayed.size };
  }

  /** Milliseconds that the longest-waiting ready key has waited; 0 when none waits. */
  oldestWaitMs(): number {
    return this.#ready.oldestWaitMs();
  }

  /** Workers begin only now: keys have not waited for them before. */
  restartWaits(): void {
    this.#ready.restartWaits();
  }

  #undelay(key: string): void {
    this.#delayed.get(key)?.cancel();
    this.#delayed.delete(key);
  }

  #handOut(): void {
    while (this.#closed && this.#takers.length > 0) this.#takers.shift()?.(undefined);
    while (this.#takers.length > 0) {
      const next = this.#ready.take();
      if (next === undefined) break;
      this.#running.set(next.key, undefined);
      this.#options.observer?.taken(next.waitedMs / 1_000);
      this.#takers.shift()?.(next.key);
    }
    this.#tellDepth();
  }

  #tellDepth(): void {
    this.#options.observer?.depth(this.#ready.count('High'), this.#ready.count('Low'));
  }
}
