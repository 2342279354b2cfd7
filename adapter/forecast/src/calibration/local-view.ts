import type { View } from '../members/member.ts';
import type { BandScale } from './band-scale.ts';

/** Days, or other shortest seasons, that are looked back on. */
const seasonsBack = 7;

/** The history on the band scale, asked about neighbourhoods in time. */
export class LocalView {
  readonly #values: Float64Array;
  readonly #scale: BandScale;
  readonly #length: number;
  readonly #period: number;
  readonly #backs: number;

  constructor({ values, length }: View, scale: BandScale, season: number | undefined) {
    this.#values = values;
    this.#scale = scale;
    this.#length = length;
    this.#period = season === undefined ? 0 : Math.round(season);
    this.#backs = season === undefined ? 0 : seasonsBack;
  }

  at(time: number): number {
    return this.#scale.forward(this.#values[time] as number);
  }

  /** Standard deviation over [from, to) as far as it lies in the history. */
  spread(from: number, to: number): number {
    const first = Math.max(0, from);
    const last = Math.min(this.#length, to);
    const count = last - first;
    if (count < 2) return 0;
    const base = this.at(first);
    let sum = 0;
    let squares = 0;
    for (let time = first; time < last; time += 1) {
      const value = this.at(time) - base;
      sum += value;
      squares += value * value;
    }
    return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  }

  maximum(from: number, to: number): number {
    let highest = Number.NEGATIVE_INFINITY;
    for (let time = Math.max(0, from); time < to; time += 1)
      if ((this.#values[time] as number) > highest) highest = this.#values[time] as number;
    return this.#scale.forward(highest);
  }

  /** Mean of `ask` one, two, … seasons before `time`, of those that lie before `origin`; undefined without any. */
  seasonsAgo(time: number, origin: number, reach: number, ask: (time: number) => number): number | undefined {
    let sum = 0;
    let count = 0;
    for (let back = 1; back <= this.#backs; back += 1) {
      const there = time - back * this.#period;
      if (there < 0) break;
      if (there + reach > origin) continue;
      sum += ask(there);
      count += 1;
    }
    return count > 0 ? sum / count : undefined;
  }
}
