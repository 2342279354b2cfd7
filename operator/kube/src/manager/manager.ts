import type { CacheHealth } from '../cache/cache-health.ts';
import type { Resource } from '../client/resource.ts';
import { resourceName } from '../client/resource.ts';
import type { Elector } from '../election/elector.ts';
import type { EventRecorder } from '../events/event-recorder.ts';
import type { Log } from '../log.ts';
import type { Clock } from '../time/clock.ts';
import { withDeadline } from '../time/deadline.ts';

/** A cache as the manager sees it. */
export interface RunningCache {
  readonly resource: Resource;
  readonly synced: boolean;
  run(signal: AbortSignal): Promise<void>;
  health(): CacheHealth;
}

/** A controller as the manager sees it. */
export interface RunningController {
  readonly name: string;
  /** How long its oldest ready key has waited. */
  oldestWaitSeconds(): number;
  run(stop: AbortSignal, abort: AbortSignal): Promise<void>;
}

/** What a manager runs. */
export interface ManagerOptions {
  readonly caches: readonly RunningCache[];
  readonly controllers: readonly RunningController[];
  /** Absent where one process alone runs, as in a test. */
  readonly elector?: Pick<Elector, 'gate' | 'acquire' | 'keep' | 'release'> | undefined;
  readonly recorder?: Pick<EventRecorder, 'flush'> | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** How a manager's run ended. */
export type Ending = 'Stopped' | 'LeaseLost';

/** Running reconciles may go on so long after a stop was asked for, then they are aborted. */
const FINISH_MS = 12_000;
/** Aborted reconciles may take so long to end. */
const ABORT_MS = 2_000;
const FLUSH_MS = 5_000;
/** A key that waits longer while its controller works means that the workers are stuck. */
const STUCK_SECONDS = 300;

/** Runs caches always and controllers while leading, and stops all of it in order, within 30 s. */
export class Manager {
  readonly #options: ManagerOptions;
  #working = false;

  constructor(options: ManagerOptions) {
    this.#options = options;
  }

  /** Whether all caches have been filled: a standby is ready too. */
  get ready(): boolean {
    return this.#options.caches.every((cache) => cache.synced);
  }

  /** What is wrong with this process that only a restart can heal, in words; undefined when it is well. */
  get problem(): string | undefined {
    if (!this.#working) return undefined;
    const stuck = this.#options.controllers.find(
      (controller) => controller.oldestWaitSeconds() > STUCK_SECONDS,
    );
    if (stuck === undefined) return undefined;
    return `Controller ${stuck.name} has not taken up a key for ${Math.round(stuck.oldestWaitSeconds())} s`;
  }

  /** The state of every cache by resource name. */
  health(): ReadonlyMap<string, CacheHealth> {
    return new Map(this.#options.caches.map((cache) => [resourceName(cache.resource), cache.health()]));
  }

  /**
   * Runs until the signal aborts (then stops in order: intake off, reconciles finished or aborted, events written,
   * lease released) or the lease is lost (then reconciles are aborted at once; the process must end).
   */
  async run(signal: AbortSignal): Promise<Ending> {
    const caches = new AbortController();
    const watching = Promise.all(this.#options.caches.map((cache) => cache.run(caches.signal)));
    try {
      return await this.#lead(signal);
    } finally {
      caches.abort();
      await watching;
    }
  }

  async #lead(signal: AbortSignal): Promise<Ending> {
    const { elector, controllers, recorder } = this.#options;
    await elector?.acquire(signal).catch(() => {});
    if (signal.aborted) {
      await elector?.release();
      return 'Stopped';
    }
    const stop = new AbortController();
    const abort = new AbortController();
    const renewals = new AbortController();
    const keeping = elector?.keep(renewals.signal) ?? Promise.resolve();
    const working = Promise.all(controllers.map((controller) => controller.run(stop.signal, abort.signal)));
    this.#working = true;
    const lost = await this.#untilEnd(signal);
    this.#working = false;
    stop.abort();
    if (lost) await this.#giveUp(working, abort);
    else await this.#finish(working, abort);
    if (!lost) await this.#within(FLUSH_MS, 'Events', recorder?.flush());
    renewals.abort();
    await keeping;
    await elector?.release();
    return lost ? 'LeaseLost' : 'Stopped';
  }

  /** Resolves with true when the lease was lost, with false when a stop was asked for. */
  #untilEnd(signal: AbortSignal): Promise<boolean> {
    const gate = this.#options.elector?.gate.signal;
    return new Promise((resolve) => {
      if (gate?.aborted) resolve(true);
      if (signal.aborted) resolve(false);
      gate?.addEventListener('abort', () => resolve(true), { once: true });
      signal.addEventListener('abort', () => resolve(false), { once: true });
    });
  }

  async #finish(working: Promise<unknown>, abort: AbortController): Promise<void> {
    if (await this.#within(FINISH_MS, 'Reconciles', working)) return;
    await this.#giveUp(working, abort);
  }

  async #giveUp(working: Promise<unknown>, abort: AbortController): Promise<void> {
    abort.abort();
    await this.#within(ABORT_MS, 'Aborted reconciles', working);
  }

  /** Waits for work, but not longer than `ms`; says whether it ended. */
  async #within(ms: number, what: string, work: Promise<unknown> | undefined): Promise<boolean> {
    if (work === undefined) return true;
    const { clock, log } = this.#options;
    const overdue = (signal: AbortSignal) =>
      new Promise<false>((resolve) => signal.addEventListener('abort', () => resolve(false), { once: true }));
    const ended = await withDeadline({ clock, ms }, (signal) =>
      Promise.race([work.then(() => true as const), overdue(signal)]),
    );
    if (!ended) log.warn(`${what} did not end in time`, { ms });
    return ended;
  }
}
