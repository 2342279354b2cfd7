import type { World } from '../world.ts';

/**
 * Rows that come to be while a load is replayed, because what is seen depends on what the scaler does: each is the
 * mean of what was seen since the row before.
 */
export class ObservedRows {
  readonly world: World;
  readonly #loads: Float64Array;
  #row = 0;
  #sum = 0;
  #count = 0;

  /** Takes the times of the rows from a world, and none of its loads but the first. */
  constructor(world: World) {
    this.#loads = new Float64Array(world.trace.loads.length);
    this.#loads[0] = world.trace.loads[0] as number;
    this.world = { ...world, trace: { times: world.trace.times, loads: this.#loads } };
  }

  /** Takes what was seen at a time; times do not go back. */
  note(now: number, load: number): void {
    this.#sum += load;
    this.#count += 1;
    const { times } = this.world.trace;
    while (this.#row + 1 < times.length && (times[this.#row + 1] as number) <= now) {
      this.#row += 1;
      this.#loads[this.#row] =
        this.#count > 0 ? this.#sum / this.#count : (this.#loads[this.#row - 1] as number);
      [this.#sum, this.#count] = [0, 0];
    }
  }
}
