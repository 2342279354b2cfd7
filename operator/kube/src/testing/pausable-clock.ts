import type { Cancel, Clock } from '../time/clock.ts';
import type { ManualClock } from './manual-clock.ts';

/** The clock of one process that can be stopped: its time goes on, but nothing in it runs meanwhile. */
export class PausableClock implements Clock {
  readonly #world: ManualClock;
  #held: (() => void)[] | undefined;

  constructor(world: ManualClock) {
    this.#world = world;
  }

  now(): Date {
    return this.#world.now();
  }

  monotonicMs(): number {
    return this.#world.monotonicMs();
  }

  after(ms: number, callback: () => void): Cancel {
    let live = true;
    const cancel = this.#world.after(ms, () => {
      const run = () => {
        if (live) callback();
      };
      if (this.#held === undefined) run();
      else this.#held.push(run);
    });
    return () => {
      live = false;
      cancel();
    };
  }

  pause(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const run of held) run();
  }
}
