import type { World } from '../world.ts';

/** Steps shorter than this many seconds are joined: no pod starts within them. */
const shortestStep = 15;
/** A gap of more steps than this is filled up to here: a day or so of nothing says as much as a year. */
const longestGap = 20_000;

/**
 * Turns rows into samples on a regular step, each the largest load of the rows of its step, missing where
 * there was none. A sample is complete once a row beyond its step was seen; on the step of the trace itself at
 * once.
 */
export class RowFeed {
  readonly stepSeconds: number;
  readonly #world: World;
  readonly #joined: boolean;
  #row = -1;
  #step = -1;
  #largest = Number.NaN;

  constructor(world: World) {
    this.#world = world;
    this.#joined = world.stepSeconds < shortestStep;
    this.stepSeconds = this.#joined
      ? Math.ceil(shortestStep / world.stepSeconds) * world.stepSeconds
      : world.stepSeconds;
  }

  /** Hands over the samples that became complete with the rows up to `row`. */
  advance(row: number, take: (sample: number | null) => void): void {
    while (this.#row < row) {
      this.#row += 1;
      const load = this.#world.trace.loads[this.#row] as number;
      const time = this.#world.trace.times[this.#row] as number;
      const step = Math.round((time - this.#world.startsAt) / this.stepSeconds);
      if (this.#joined) this.#join(step, load, take);
      else this.#pass(step, load, take);
    }
  }

  #pass(step: number, load: number, take: (sample: number | null) => void): void {
    if (step <= this.#step) return;
    this.#fill(step, take);
    take(load);
    this.#step = step;
  }

  #join(step: number, load: number, take: (sample: number | null) => void): void {
    if (step === this.#step) {
      this.#largest = Math.max(this.#largest, load);
      return;
    }
    if (this.#step >= 0) take(this.#largest);
    this.#fill(step, take);
    this.#step = step;
    this.#largest = load;
  }

  #fill(step: number, take: (sample: number | null) => void): void {
    const missing = this.#step < 0 ? 0 : Math.min(longestGap, step - this.#step - 1);
    for (let count = 0; count < missing; count += 1) take(null);
  }
}
