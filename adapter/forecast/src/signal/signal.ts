import type { Scale } from './scale.ts';

/**
 * A history on the scale of a model. For a whole fit it is computed once (`prepared`); held warm, where memory
 * counts and few values are read, it is computed when read.
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
    const scaled = values.map((value) => scale.forward(value));
    const sums = new Float64Array(values.length + 1);
    for (let time = 0; time < values.length; time += 1)
      sums[time + 1] = (sums[time] as number) + (scaled[time] as number);
    return new Signal(values, scale, scaled, sums);
  }

  at(time: number): number {
    return this.#scaled === undefined
      ? this.scale.forward(this.#values[time] as number)
      : (this.#scaled[time] as number);
  }

  /** Mean over [from, to), of which the part before the history is left out. */
  mean(from: number, to: number): number {
    const first = Math.max(0, from);
    if (this.#sums !== undefined)
      return ((this.#sums[to] as number) - (this.#sums[first] as number)) / Math.max(1, to - first);
    let sum = 0;
    for (let time = first; time < to; time += 1) sum += this.at(time);
    return sum / Math.max(1, to - first);
  }
}
