/** When a breaker opens, and for how long it admits nobody. */
export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failures: number;
  readonly pauseMs: number;
  readonly monotonicMs: () => number;
}

/**
 * Keeps callers from waiting for a server that has just failed several times: one caller in each pause finds out
 * whether it is back (the circuit breaker of M. Nygard, Release It!, 2007).
 */
export class Breaker {
  readonly #settings: BreakerSettings;
  #failures = 0;
  #closedUntil = 0;

  constructor(settings: BreakerSettings) {
    this.#settings = settings;
  }

  /** Whether the server may be asked now; the one who is admitted has to tell how it went. */
  admits(): boolean {
    const { failures, pauseMs, monotonicMs } = this.#settings;
    if (this.#failures < failures) return true;
    if (monotonicMs() < this.#closedUntil) return false;
    this.#closedUntil = monotonicMs() + pauseMs;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    const { pauseMs, monotonicMs } = this.#settings;
    this.#failures += 1;
    this.#closedUntil = monotonicMs() + pauseMs;
  }
}
