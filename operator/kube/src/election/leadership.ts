import type { Clock } from '../time/clock.ts';
import type { WriteGate } from '../transport/write-gate.ts';

/**
 * The right to write: it begins with a taken lease, lives from renewal to renewal, and ends once and for all.
 * Whether it still holds is asked of the clock at every write, so a process that was stopped for a while finds
 * itself shut out before its timers have run.
 */
export class Leadership implements WriteGate {
  readonly #clock: Clock;
  readonly #lost = new AbortController();
  #untilMs = Number.NEGATIVE_INFINITY;
  #ended = false;
  #cancelExpiry: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Aborts when the right ends. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  isOpen(): boolean {
    return !this.#ended && this.#clock.monotonicMs() < this.#untilMs;
  }

  /** Holds until `untilMs` from now on; has no effect once it has ended. */
  extend(untilMs: number): void {
    if (this.#ended) return;
    this.#untilMs = untilMs;
    this.#cancelExpiry();
    this.#cancelExpiry = this.#clock.after(untilMs - this.#clock.monotonicMs(), () => this.end());
  }

  /** Ends it for good: writes in flight are given up. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelExpiry();
    this.#lost.abort();
  }
}
