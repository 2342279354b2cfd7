import { inSingle } from './single.ts';
import type { StateReader, StateWriter } from './state-bytes.ts';

/** Mean of a stream at each phase of a season, over its newest cycles. */
export class PhaseMean {
  readonly #cycles: number;
  readonly #means: Float32Array;
  readonly #counts: Uint8Array;

  /** `season` is its length in steps; about the newest `cycles` of it count, fewer than 256. */
  constructor(season: number, cycles: number) {
    this.#cycles = cycles;
    this.#means = new Float32Array(season);
    this.#counts = new Uint8Array(season);
  }

  add(step: number, value: number): void {
    const phase = step % this.#means.length;
    const count = Math.min(this.#cycles, (this.#counts[phase] as number) + 1);
    this.#counts[phase] = count;
    const mean = this.#means[phase] as number;
    this.#means[phase] = inSingle(mean + (value - mean) / count);
  }

  /** Mean at the phase of a step, which may lie ahead; `otherwise` where nothing was seen at that phase. */
  at(step: number, otherwise = 0): number {
    const season = this.#means.length;
    const phase = ((step % season) + season) % season;
    return this.#counts[phase] === 0 ? otherwise : (this.#means[phase] as number);
  }

  /** Mean over the `width` steps that end with `step`. */
  meanUpTo(step: number, width: number): number {
    let sum = 0;
    for (let back = 0; back < width; back += 1) sum += this.at(step - back);
    return sum / width;
  }

  save(to: StateWriter): void {
    to.array(this.#means);
    to.array(this.#counts);
  }

  restore(from: StateReader): void {
    from.into(this.#means);
    from.into(this.#counts);
  }
}
