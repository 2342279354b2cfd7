import type { StateReader, StateWriter } from './state-bytes.ts';

const mostBins = 48;
const sampled = 2_000;

/** Number of the rising cuts from `from` to before `to` that are at or below `value`: its bin. */
export function binOf(cuts: Float32Array | Float64Array, value: number, from = 0, to = cuts.length): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - from;
}

/** Bins of features, each of about the same number of training values; bin b holds values >= cut b - 1. */
export class FeatureBins {
  /** Cuts of one feature after another. */
  readonly #cuts: Float32Array;
  /** Where those of each feature begin, and the end of the last. */
  readonly #begins: Uint16Array;

  private constructor(cuts: Float32Array, begins: Uint16Array) {
    this.#cuts = cuts;
    this.#begins = begins;
  }

  /** Bins for the columns of a table of `width` columns. */
  static of(rows: Float32Array, width: number): FeatureBins {
    const columns = Array.from({ length: width }, (_, column) => cutsOf(rows, width, column));
    const begins = new Uint16Array(width + 1);
    columns.forEach(({ length }, column) => {
      begins[column + 1] = (begins[column] as number) + length;
    });
    return new FeatureBins(Float32Array.from(columns.flat()), begins);
  }

  static restore(from: StateReader): FeatureBins {
    return new FeatureBins(from.array(Float32Array), from.array(Uint16Array));
  }

  save(to: StateWriter): void {
    to.array(this.#cuts);
    to.array(this.#begins);
  }

  /** Number of features. */
  get width(): number {
    return this.#begins.length - 1;
  }

  /** Writes the bins of the features of one row. */
  row(features: Float32Array, into: Uint8Array): void {
    for (let column = 0; column < this.width; column += 1)
      into[column] = this.#binOf(column, features[column] as number);
  }

  /** The bins of a table, column after column. */
  columns(rows: Float32Array): Uint8Array {
    const { width } = this;
    const count = rows.length / width;
    const binned = new Uint8Array(rows.length);
    for (let column = 0; column < width; column += 1)
      for (let row = 0; row < count; row += 1)
        binned[column * count + row] = this.#binOf(column, rows[row * width + column] as number);
    return binned;
  }

  #binOf(column: number, value: number): number {
    return binOf(this.#cuts, value, this.#begins[column], this.#begins[column + 1]);
  }
}

/** Cuts of one feature, from evenly spaced rows. */
function cutsOf(rows: Float32Array, width: number, column: number): number[] {
  const count = rows.length / width;
  const taken = Math.min(count, sampled);
  const values = new Float32Array(taken);
  for (let k = 0; k < taken; k += 1)
    values[k] = rows[Math.floor((k * count) / taken) * width + column] as number;
  values.sort();
  const cuts: number[] = [];
  for (let bin = 1; bin < mostBins; bin += 1) {
    const value = values[Math.floor((bin * taken) / mostBins)] as number;
    if (value > (cuts.at(-1) ?? Number.NEGATIVE_INFINITY)) cuts.push(value);
  }
  return cuts;
}
