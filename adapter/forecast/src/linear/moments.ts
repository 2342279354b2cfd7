import { solveCholesky } from './cholesky.ts';

/** Regressors in columns, one after another, each `rows` long. */
export interface Design {
  readonly columns: Float64Array;
  readonly rows: number;
  readonly width: number;
}

/** XᵀWX (lower triangle), XᵀWy and the sum of the weights: all that a weighted regression needs to know. */
export interface Moments {
  readonly gram: Float64Array;
  readonly right: Float64Array;
  weight: number;
}

export function noMoments(width: number): Moments {
  return { gram: new Float64Array(width * width), right: new Float64Array(width), weight: 0 };
}

/** Adds `factor` times the other moments. */
export function addMoments(to: Moments, other: Moments, factor: number): void {
  for (let at = 0; at < to.gram.length; at += 1)
    to.gram[at] = (to.gram[at] as number) + factor * (other.gram[at] as number);
  for (let at = 0; at < to.right.length; at += 1)
    to.right[at] = (to.right[at] as number) + factor * (other.right[at] as number);
  to.weight += factor * other.weight;
}

/** Adds one weighted row. */
export function addRow(to: Moments, row: Float64Array, target: number, weight: number): void {
  const { gram, right } = to;
  const width = row.length;
  for (let i = 0; i < width; i += 1) {
    const left = weight * (row[i] as number);
    right[i] = (right[i] as number) + left * target;
    const at = i * width;
    for (let j = 0; j <= i; j += 1) gram[at + j] = (gram[at + j] as number) + left * (row[j] as number);
  }
  to.weight += weight;
}

/** Moments of the rows [from, to). Two by two columns at a time, because reading memory is what costs. */
export function momentsOf(
  design: Design,
  target: Float64Array,
  weights: Float64Array,
  from: number,
  to: number,
): Moments {
  const { columns, rows, width } = design;
  const moments = noMoments(width);
  const { gram, right } = moments;
  const weighted = new Float64Array(width * (to - from));
  const length = to - from;
  for (let i = 0; i < width; i += 1) {
    const at = i * rows + from;
    let sum = 0;
    for (let row = 0; row < length; row += 1) {
      const value = (columns[at + row] as number) * (weights[from + row] as number);
      weighted[i * length + row] = value;
      sum += value * (target[from + row] as number);
    }
    right[i] = sum;
  }
  for (let i = 0; i < width; i += 2)
    for (let j = 0; j <= i; j += 2) squareOf({ columns, rows, width, weighted, length, from, gram }, i, j);
  for (let row = from; row < to; row += 1) moments.weight += weights[row] as number;
  return moments;
}

interface Kernel {
  readonly columns: Float64Array;
  readonly rows: number;
  readonly width: number;
  readonly weighted: Float64Array;
  readonly length: number;
  readonly from: number;
  readonly gram: Float64Array;
}

function squareOf(
  { columns, rows, width, weighted, length, from, gram }: Kernel,
  i: number,
  j: number,
): void {
  const i0 = i * length;
  const i1 = i + 1 < width ? i0 + length : i0;
  const j0 = j * rows + from;
  const j1 = j + 1 < width ? j0 + rows : j0;
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  for (let row = 0; row < length; row += 1) {
    const x0 = weighted[i0 + row] as number;
    const x1 = weighted[i1 + row] as number;
    const z0 = columns[j0 + row] as number;
    const z1 = columns[j1 + row] as number;
    s00 += x0 * z0;
    s01 += x0 * z1;
    s10 += x1 * z0;
    s11 += x1 * z1;
  }
  gram[i * width + j] = s00;
  if (j + 1 < width) gram[i * width + j + 1] = s01;
  if (i + 1 < width) {
    gram[(i + 1) * width + j] = s10;
    if (j + 1 < width) gram[(i + 1) * width + j + 1] = s11;
  }
}

/**
 * Ridge solution of the moments: each diagonal entry grows by `ridge` of itself, so that the penalty does not
 * depend on units. The moments stay as they are.
 */
export function solveMoments(moments: Moments, ridge: number): Float64Array {
  const width = moments.right.length;
  const gram = Float64Array.from(moments.gram);
  const right = Float64Array.from(moments.right);
  for (let k = 0; k < width; k += 1) {
    const at = k * width + k;
    gram[at] = (gram[at] as number) * (1 + ridge) + 1e-9 * moments.weight;
  }
  solveCholesky(gram, right, width);
  return right;
}
