import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Check, fails, holds } from './check.ts';

const windowMilliseconds = 10_000;
const resolutionMilliseconds = 20;
/** Mean delay over a window above which a process no longer does its work. */
const bearableMilliseconds = 1_000;

/** Collects the gaps between timers that should run every `resolutionMilliseconds`. */
export interface DelayHistogram {
  /** Nanoseconds; NaN while there is no sample. */
  readonly mean: number;
  enable(): void;
  disable(): void;
  reset(): void;
}

/** Watches how late the event loop runs its timers. A loop that stands still answers no probe at all. */
export class EventLoopWatch implements Check, Disposable {
  readonly name = 'event-loop';
  readonly #delays: DelayHistogram;
  readonly #window: NodeJS.Timeout;
  #lastMeanMilliseconds = 0;

  constructor(delays: DelayHistogram = monitorEventLoopDelay({ resolution: resolutionMilliseconds })) {
    this.#delays = delays;
    this.#delays.enable();
    this.#window = setInterval(() => this.#closeWindow(), windowMilliseconds).unref();
  }

  check() {
    if (this.#lastMeanMilliseconds <= bearableMilliseconds) return holds;
    const seconds = (this.#lastMeanMilliseconds / 1000).toFixed(1);
    return fails(
      `The event loop ran ${seconds} s late on average over the last ${windowMilliseconds / 1000} s`,
    );
  }

  [Symbol.dispose](): void {
    clearInterval(this.#window);
    this.#delays.disable();
  }

  #closeWindow(): void {
    // The resolution is part of each gap. A window without a sample says nothing, so the judgement stays.
    const mean = this.#delays.mean / 1e6 - resolutionMilliseconds;
    if (!Number.isNaN(mean)) this.#lastMeanMilliseconds = mean;
    this.#delays.reset();
  }
}
