import { setImmediate as turn } from 'node:timers/promises';
import type { Cancel, Clock } from '../time/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** A clock that moves only when it is told to. Time begins at 2026-01-01T00:00:00Z and at 0 ms. */
export class ManualClock implements Clock {
  readonly #startMs = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<Timer>();
  #nowMs = 0;

  now(): Date {
    return new Date(this.#startMs + this.#nowMs);
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(ms: number, callback: () => void): Cancel {
    const timer = { dueMs: this.#nowMs + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on and runs what falls due, in order, without letting promises go on in between. */
  jump(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let timer = this.#next(endMs); timer !== undefined; timer = this.#next(endMs)) {
      this.#timers.delete(timer);
      this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
      timer.callback();
    }
    this.#nowMs = endMs;
  }

  /** Like `jump`, and lets promises settle before, between and after. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (let timer = this.#next(endMs); timer !== undefined; timer = this.#next(endMs)) {
      this.jump(Math.max(0, timer.dueMs - this.#nowMs));
      await settle();
    }
    this.#nowMs = endMs;
  }

  /** Moves the time without running anything, as a process that was stopped finds it. */
  freezeFor(ms: number): void {
    this.#nowMs += ms;
  }

  #next(endMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs <= endMs && (first === undefined || timer.dueMs < first.dueMs)) first = timer;
    }
    return first;
  }
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 5; round++) await turn();
}
