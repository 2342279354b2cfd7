import type { View } from '../members/member.ts';
import type { BandScale } from './band-scale.ts';

/** Days, or other shortest seasons, that are looked back on. */
const seasonsBack = 7;

/** Something about each time of the history, computed when first asked for. */
export class Measure {
  readonly #found: Float64Array;
  readonly #compute: (time: number) => number;

  constructor(length: number, compute: (time: number) => number) {
    this.#found = new Float64Array(length).fill(Number.NaN);
    this.#compute = compute;
  }

  at(time: number): number {
    const found = this.#found[time] as number;
    if (!Number.isNaN(found)) return found;
    const computed = this.#compute(time);
    this.#found[time] = computed;
    return computed;
  }
}

/** The history on the band scale, asked about neighbourhoods in time. */
export class LocalView {
  /** The value itself. */
  readonly level: Measure;
  readonly #length: number;
  readonly #period: number;
  readonly #backs: number;

  constructor({ values, length }: View, scale: BandScale, season: number | undefined) {
    this.level = new Measure(length, (time) => scale.forward(values[time] as number));
    this.#length = length;
    this.#period = season === undefined ? 0 : Math.round(season);
    this.#backs = season === undefined ? 0 : seasonsBack;
  }

  /** Standard deviation from `before` steps before a time to before `after` steps after it. */
  spreads(before: number, after: number): Measure {
    return new Measure(this.#length + 1, (time) => this.#spread(time - before, time + after));
  }

  /** Largest value from `before` steps before a time to before `after` steps after it. */
  maxima(before: number, after: number): Measure {
    return new Measure(this.#length + 1, (time) => this.#maximum(time - before, time + after));
  }

  /**
   * Mean of a measure one, two, … seasons before `time`, of those that with `reach` steps more lie before `origin`;
   * `otherwise` where there is none.
   */
  seasonsAgo(measure: Measure, time: number, origin: number, reach: number, otherwise: number): number {
    let sum = 0;
    let count = 0;
    for (let back = 1; back <= this.#backs; back += 1) {
      const there = time - back * this.#period;
      if (there < 0) break;
      if (there + reach > origin) continue;
      sum += measure.at(there);
      count += 1;
    }
    return count > 0 ? sum / count : otherwise;
  }

  /** As far as it lies in the history. */
  #spread(from: number, to: number): number {
    const first = Math.max(0, from);
    const last = Math.min(this.#length, to);
    const count = last - first;
    if (count < 2) return 0;
    const base = this.level.at(first);
    let sum = 0;
    let squares = 0;
    for (let time = first; time < last; time += 1) {
      const value = this.level.at(time) - base;
      sum += value;
      squares += value * value;
    }
    return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  }

  #maximum(from: number, to: number): number {
    let highest = Number.NEGATIVE_INFINITY;
    const last = Math.min(this.#length, to);
    for (let time = Math.max(0, from); time < last; time += 1)
      highest = Math.max(highest, this.level.at(time));
    return highest;
  }
}
