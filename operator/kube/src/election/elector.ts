import type { Log } from '../log.ts';
import type { KubeMetrics } from '../metrics/kube-metrics.ts';
import { compareResourceVersions } from '../objects/resource-version.ts';
import type { Clock, Random } from '../time/clock.ts';
import { sleep } from '../time/sleep.ts';
import type { WriteGate } from '../transport/write-gate.ts';
import { Leadership } from './leadership.ts';
import {
  type ElectionTimes,
  type Lease,
  type LeaseView,
  nextView,
  releasedSpec,
  renewedSpec,
  takenSpec,
  waitBeforeTakingMs,
} from './lease.ts';
import type { LeasePort } from './lease-store.ts';

/** Shows the lease whenever it has changed; undefined once it is deleted. */
export interface LeaseEvents {
  onChange(listener: (change: { readonly after: Lease | undefined }) => void): void;
}

/** What an elector is made of. */
export interface ElectorOptions {
  readonly store: LeasePort;
  /** Shows changes of the lease as they happen; a late or silent one only costs time. */
  readonly watch: LeaseEvents;
  /** Unlike that of any other process that ever ran: a pod's name and a random part. */
  readonly identity: string;
  readonly times: ElectionTimes;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: KubeMetrics;
}

/** Takes a lease when it is free, keeps it, and gives it back. One life: after a loss the process ends. */
export class Elector {
  readonly #options: ElectorOptions;
  readonly #leadership: Leadership;
  #view: LeaseView | undefined;
  #mine: Lease | undefined;
  #awake = false;
  #endNap: () => void = () => {};

  constructor(options: ElectorOptions) {
    this.#options = options;
    this.#leadership = new Leadership(options.clock);
    options.watch.onChange(({ after }) => this.#saw(after));
    options.metrics.leading.set({ name: options.store.key.name }, 0);
  }

  /** What every write of the process has to pass. Its signal aborts when the lease is lost or given back. */
  get gate(): WriteGate {
    return this.#leadership;
  }

  /** Waits for the lease. Resolves when it is held; rejects only with the signal's reason. */
  async acquire(signal: AbortSignal): Promise<void> {
    while (this.#mine === undefined) {
      const waitMs = await this.#tryToTake(signal);
      signal.throwIfAborted();
      if (waitMs > 0) await this.#waitOrWake(waitMs, signal);
    }
    this.#options.metrics.leading.set({ name: this.#options.store.key.name }, 1);
    this.#options.log.info('Lease acquired', { identity: this.#options.identity });
  }

  /** Renews until the lease is lost or the signal aborts; afterwards the gate is shut unless the signal did it. */
  async keep(signal: AbortSignal): Promise<void> {
    const { clock, times, random } = this.#options;
    const either = AbortSignal.any([signal, this.#leadership.signal]);
    while (!either.aborted) {
      await this.#waitOrWake(times.retryMs * (1 - 0.1 * random()), either).catch(() => {});
      if (either.aborted) break;
      if (!this.#leadership.isOpen()) this.#leadership.end();
      else await this.#renew(clock.monotonicMs(), either);
    }
    if (this.#leadership.signal.aborted) this.#lost();
  }

  /** Shuts the gate and gives the lease back, so that another process need not wait for its expiry. */
  async release(): Promise<void> {
    const { store, clock, log, metrics } = this.#options;
    const held = this.#leadership.isOpen() ? this.#mine : undefined;
    this.#leadership.end();
    this.#mine = undefined;
    metrics.leading.set({ name: store.key.name }, 0);
    if (held === undefined) return;
    const never = new AbortController().signal;
    await store
      .write(held, releasedSpec(clock.now()), never)
      .then(() => log.info('Lease released', {}))
      .catch((error: unknown) => log.warn('Lease was not released and will expire', { why: String(error) }));
  }

  /** Takes the lease if it is free; returns how long to wait before the next try. */
  async #tryToTake(signal: AbortSignal): Promise<number> {
    const { store, clock, identity, times } = this.#options;
    try {
      const lease = await store.read(signal);
      this.#view = nextView(this.#view, lease, clock.monotonicMs());
      const waitMs = waitBeforeTakingMs(this.#view, identity, clock.monotonicMs());
      if (waitMs > 0) return waitMs;
      const startedMs = clock.monotonicMs();
      const taken = await store.write(lease, takenSpec(lease?.spec, identity, times, clock.now()), signal);
      if (taken === undefined) return this.#jitteredRetryMs();
      this.#held(taken, startedMs);
      return 0;
    } catch (error) {
      if (!signal.aborted) this.#tell('Lease could not be taken', error);
      return this.#jitteredRetryMs();
    }
  }

  async #renew(startedMs: number, signal: AbortSignal): Promise<void> {
    const { store, clock, identity, times } = this.#options;
    try {
      const renewed = await store.write(this.#mine, renewedSpec(clock.now()), signal);
      if (renewed !== undefined) return this.#held(renewed, startedMs);
      const live = await store.read(signal);
      if (live?.spec?.holderIdentity === identity) this.#mine = live;
      else if (live !== undefined) this.#leadership.end();
      else
        await this.#createAgain(takenSpec(this.#mine?.spec, identity, times, clock.now()), startedMs, signal);
    } catch (error) {
      if (!signal.aborted) this.#tell('Lease could not be renewed', error);
    }
  }

  /** Somebody deleted the lease. Whoever creates it first holds it. */
  async #createAgain(
    spec: NonNullable<Lease['spec']>,
    startedMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const created = await this.#options.store.write(undefined, spec, signal);
    if (created === undefined) this.#leadership.end();
    else this.#held(created, startedMs);
  }

  /** The right to write counts from before the call was sent: others count from when they see its effect. */
  #held(lease: Lease, startedMs: number): void {
    this.#mine = lease;
    this.#leadership.extend(startedMs + this.#options.times.renewDeadlineMs);
  }

  /** What the watch shows only ever decides when to look; what to do is decided from a live read. */
  #saw(lease: Lease | undefined): void {
    const { clock, identity } = this.#options;
    if (this.#mine !== undefined) {
      if (lease === undefined || (isNewer(lease, this.#mine) && lease.spec?.holderIdentity !== identity))
        this.#wake();
      return;
    }
    if (lease !== undefined && this.#view?.lease !== undefined && !isNewer(lease, this.#view.lease)) return;
    this.#view = nextView(this.#view, lease, clock.monotonicMs());
    if (waitBeforeTakingMs(this.#view, identity, clock.monotonicMs()) === 0) this.#wake();
  }

  /** Ends the present nap, or the next one at once. */
  #wake(): void {
    this.#awake = true;
    this.#endNap();
  }

  async #waitOrWake(ms: number, signal: AbortSignal): Promise<void> {
    const nap = new AbortController();
    this.#endNap = () => nap.abort();
    if (this.#awake || signal.aborted) nap.abort();
    signal.addEventListener('abort', this.#endNap, { once: true });
    await sleep(this.#options.clock, ms, nap.signal).catch(() => {});
    signal.removeEventListener('abort', this.#endNap);
    this.#awake = false;
    signal.throwIfAborted();
  }

  #jitteredRetryMs(): number {
    return this.#options.times.retryMs * (0.5 + 0.5 * this.#options.random());
  }

  #lost(): void {
    this.#mine = undefined;
    this.#options.metrics.leading.set({ name: this.#options.store.key.name }, 0);
    this.#options.log.error('Lease lost', { identity: this.#options.identity });
  }

  #tell(message: string, error: unknown): void {
    this.#options.log.warn(message, { why: error instanceof Error ? error.message : String(error) });
  }
}

function isNewer(a: Lease, b: Lease): boolean {
  return compareResourceVersions(a.metadata.resourceVersion ?? '', b.metadata.resourceVersion ?? '') > 0;
}
