import { JumpModel } from './jump-model.ts';

const keptCycles = 14;
/** Most moments that a model is learned from; of longer seasons only every so many-th is taken. */
const mostRows = 21_000;
const startCycles = 0.5;
const oftenCycles = 3.5;

/** Moments with their features and, once known, their misses; learns a jump model from them now and then. */
export class JumpHistory {
  readonly #width: number;
  readonly #season: number;
  readonly #kept: number;
  readonly #features: Float32Array;
  readonly #misses: Float64Array;
  #model: JumpModel | undefined;
  #learnAt: number;

  constructor(width: number, season: number) {
    this.#width = width;
    this.#season = season;
    this.#kept = keptCycles * season;
    this.#features = new Float32Array(this.#kept * width);
    this.#misses = new Float64Array(this.#kept).fill(Number.NaN);
    this.#learnAt = Math.max(200, Math.round(startCycles * season));
  }

  /** The row in which the features of a step are to be written. */
  rowFor(step: number): Float32Array {
    const at = step % this.#kept;
    this.#misses[at] = Number.NaN;
    return this.#features.subarray(at * this.#width, (at + 1) * this.#width);
  }

  /** Takes note of the miss of a step; NaN when it will never be known. */
  settle(step: number, miss: number): void {
    if (step >= 0) this.#misses[step % this.#kept] = miss;
  }

  /** The newest model, looking at a step whose features were written; none before the first was learned. */
  modelAt(step: number): JumpModel | undefined {
    this.#model?.look(this.#rowAt(step));
    return this.#model;
  }

  learnIfDue(now: number): void {
    if (now < this.#learnAt) return;
    const cycles = now / this.#season;
    this.#learnAt = now + Math.round(this.#season * (cycles < oftenCycles ? startCycles : 1));
    const rows = this.#rows();
    if (rows.misses.length >= 100) this.#model = JumpModel.learn(rows);
  }

  #rowAt(step: number): Float32Array {
    const at = step % this.#kept;
    return this.#features.subarray(at * this.#width, (at + 1) * this.#width);
  }

  #rows() {
    const settled: number[] = [];
    for (let at = 0; at < this.#kept; at += 1) if (!Number.isNaN(this.#misses[at])) settled.push(at);
    const stride = Math.ceil(settled.length / mostRows);
    const taken = settled.filter((_, index) => index % stride === 0);
    const features = new Float32Array(taken.length * this.#width);
    const misses = new Float64Array(taken.length);
    taken.forEach((at, index) => {
      features.set(this.#features.subarray(at * this.#width, (at + 1) * this.#width), index * this.#width);
      misses[index] = this.#misses[at] as number;
    });
    return { features, width: this.#width, misses };
  }
}
