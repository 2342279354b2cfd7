import type { Clock } from '../time/clock.ts';

/** More repairs of one object than this within a minute are a fight. */
export const FLIPS_PER_MINUTE = 3;
const WINDOW_MS = 60_000;
/** How long to stay out of a fight: a minute, doubling each time it goes on, up to ten. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 600_000;

interface Fight {
  readonly repairsMs: number[];
  pausedUntilMs: number;
  pauseMs: number;
}

/** Notices when an object is changed back again and again, so that two writers do not fight for ever. */
export class FlipDetector {
  readonly #clock: Clock;
  readonly #fights = new Map<string, Fight>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds for which the object must be left alone; 0 when it may be repaired. */
  pauseMs(key: string): number {
    this.#forgetOld();
    const fight = this.#fights.get(key);
    return fight === undefined ? 0 : Math.max(0, fight.pausedUntilMs - this.#clock.monotonicMs());
  }

  /** Notes a repair; one too many within a minute begins a pause. */
  repaired(key: string): void {
    const nowMs = this.#clock.monotonicMs();
    const fight = this.#fights.get(key) ?? { repairsMs: [], pausedUntilMs: 0, pauseMs: 0 };
    this.#fights.set(key, fight);
    while ((fight.repairsMs[0] ?? nowMs) <= nowMs - WINDOW_MS) fight.repairsMs.shift();
    fight.repairsMs.push(nowMs);
    // After a pause one more flip is enough: the other writer is still there.
    if (fight.repairsMs.length <= FLIPS_PER_MINUTE && fight.pauseMs === 0) return;
    fight.pauseMs = Math.min(LONGEST_PAUSE_MS, fight.pauseMs === 0 ? FIRST_PAUSE_MS : fight.pauseMs * 2);
    fight.pausedUntilMs = nowMs + fight.pauseMs;
    fight.repairsMs.length = 0;
  }

  /** Peace for as long as the longest pause ends the matter, and keeps the memory small. */
  #forgetOld(): void {
    const nowMs = this.#clock.monotonicMs();
    for (const [key, fight] of this.#fights) {
      const lastMs = Math.max(fight.pausedUntilMs, fight.repairsMs.at(-1) ?? 0);
      if (nowMs - lastMs > LONGEST_PAUSE_MS) this.#fights.delete(key);
    }
  }
}
