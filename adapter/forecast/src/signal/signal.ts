import type { Scale } from './scale.ts';

/**
 * A history on the scale of a model. Before its first value it is as it was then. For a whole fit it is computed
 * once (`prepared`); held warm, where memory counts and few values are read, it is computed when read.
 */
export class Signal {
  readonly scale: Scale;
  readonly #values: Float64Array;
  readonly #scaled: Float64Array | undefined;
  readonly #sums: Float64Array | undefined;

  private constructor(values: Float64Array, scale: Scale, scaled?: Float64Array, sums?: Float64Array) {
    this.#values = values;
    this.scale = scale;
    this.#scaled = scaled;
    this.#sums = sums;
  }

  static lazy(values: Float64Array, scale: Scale): Signal {
    return new Signal(values, scale);
  }

  static prepared(values: Float64Array, scale: Scale): Signal {
    const scaled = new Float64Array(values.length);
    const sums = new Float64Array(values.length + 1);
    for (let time = 0; time < values.length; time += 1) {
      scaled[time] = scale.forward(values[time] as number);
      sums[time + 1] = (sums[time] as number) + (scaled[time] as number);
    }
    return new Signal(values, scale, scaled, sums);
  }

  at(time: number): number {
    const inside = Math.max(0, time);
    return this.#scaled === undefined
      ? this.scale.forward(this.#values[inside] as number)
      : (this.#scaled[inside] as number);
  }

  /** Mean over [from, to), of which the part before the history is left out. */
  mean(from: number, to: number): number {
    const first = Math.max(0, from);
    if (to <= first) return this.at(0);
    if (this.#sums !== undefined)
      return ((this.#sums[to] as number) - (this.#sums[first] as number)) / (to - first);
    let sum = 0;
    for (let time = first; time < to; time += 1) sum += this.at(time);
    return sum / (to - first);
  }

  /** Writes the values `shift` after each of the times to `into`, from `offset` on. */
  gather(times: Int32Array, shift: number, into: Float64Array, offset: number): void {
    const scaled = this.#scaled;
    if (scaled === undefined)
      for (let at = 0; at < times.length; at += 1) into[offset + at] = this.at((times[at] as number) + shift);
    else
      for (let at = 0; at < times.length; at += 1)
        into[offset + at] = scaled[Math.max(0, (times[at] as number) + shift)] as number;
  }

  /** Adds `factor` times the `count` values from `from` on to `into`. */
  addTo(into: Float64Array, from: number, count: number, factor: number): void {
    const scaled = this.#scaled;
    if (scaled === undefined || from < 0)
      for (let at = 0; at < count; at += 1) into[at] = (into[at] as number) + factor * this.at(from + at);
    else
      for (let at = 0; at < count; at += 1)
        into[at] = (into[at] as number) + factor * (scaled[from + at] as number);
  }
}
