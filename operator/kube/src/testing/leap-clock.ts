import type { Cancel, Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly fire: () => void;
}

/** The machine's clock, which a test may put forward instead of waiting: for real servers and long time-outs. */
export class LeapClock implements Clock {
  readonly #system = systemClock();
  readonly #timers = new Set<Timer>();
  #leaptMs = 0;

  now(): Date {
    return new Date(this.#system.now().getTime() + this.#leaptMs);
  }

  monotonicMs(): number {
    return this.#system.monotonicMs() + this.#leaptMs;
  }

  after(ms: number, callback: () => void): Cancel {
    const end = () => {
      this.#timers.delete(timer);
      cancel();
    };
    const fire = () => {
      end();
      callback();
    };
    const cancel = this.#system.after(ms, fire);
    const timer = { dueMs: this.monotonicMs() + ms, fire };
    this.#timers.add(timer);
    return end;
  }

  /** Puts the clock forward and fires what falls due by that. */
  leap(ms: number): void {
    this.#leaptMs += ms;
    const nowMs = this.monotonicMs();
    for (const timer of [...this.#timers]) if (timer.dueMs <= nowMs) timer.fire();
  }
}
