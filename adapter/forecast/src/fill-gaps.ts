/** Values without holes, and which of them were seen. */
export interface Filled {
  readonly values: Float64Array;
  readonly known: Uint8Array;
}

/**
 * Draws a straight line over each hole and repeats the nearest known value at the ends. Filled values serve
 * as inputs only; no model ever takes one for an observation. At least one value must be known.
 */
export function fillGaps(values: Float64Array): Filled {
  const filled = Float64Array.from(values);
  const known = new Uint8Array(values.length);
  let last = -1;
  for (let index = 0; index < values.length; index += 1) {
    if (Number.isNaN(values[index])) continue;
    known[index] = 1;
    bridge(filled, last, index);
    last = index;
  }
  filled.fill(filled[last] ?? 0, last + 1);
  return { values: filled, known };
}

function bridge(filled: Float64Array, from: number, to: number): void {
  const end = filled[to] as number;
  const begin = from < 0 ? end : (filled[from] as number);
  for (let index = from + 1; index < to; index += 1)
    filled[index] = begin + ((end - begin) * (index - from)) / (to - from);
}
