/** Cuts that sort a value into bins of about the same number of training values; bin b holds values >= cut b - 1. */
export type Cuts = Float32Array;

const sampled = 2_000;

/** Number of cuts that are at or below `value`: its bin. */
export function binOf(cuts: Float32Array | Float64Array, value: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cuts of one feature, from evenly spaced rows of a table of `width` columns. */
export function cutsOf(rows: Float32Array, width: number, column: number, bins: number): Cuts {
  const count = rows.length / width;
  const taken = Math.min(count, sampled);
  const values = new Float32Array(taken);
  for (let k = 0; k < taken; k += 1)
    values[k] = rows[Math.floor((k * count) / taken) * width + column] as number;
  values.sort();
  const cuts: number[] = [];
  for (let bin = 1; bin < bins; bin += 1) {
    const value = values[Math.floor((bin * taken) / bins)] as number;
    if (value > (cuts.at(-1) ?? Number.NEGATIVE_INFINITY)) cuts.push(value);
  }
  return Float32Array.from(cuts);
}
