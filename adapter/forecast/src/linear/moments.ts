import { solveCholesky } from './cholesky.ts';

/**
 * Regressors in columns, one after another, each `rows` long; there is room for a multiple of three columns, and
 * those beyond `width` are zero.
 */
export interface Design {
  readonly columns: Float64Array;
  readonly rows: number;
  readonly width: number;
}

/** Columns that are multiplied at a time. */
const tile = 3;

export function designFor(rows: number, width: number): Design {
  return { columns: new Float64Array(rows * padded(width)), rows, width };
}

function padded(width: number): number {
  return tile * Math.ceil(width / tile);
}

/** XᵀWX (lower triangle, row after row), XᵀWy and the sum of the weights: all that a weighted regression needs. */
export interface Moments {
  readonly gram: Float64Array;
  readonly right: Float64Array;
  weight: number;
}

export function noMoments(width: number): Moments {
  return { gram: new Float64Array((width * (width + 1)) / 2), right: new Float64Array(width), weight: 0 };
}

/** Adds `factor` times the other moments. */
export function addMoments(to: Moments, other: Moments, factor: number): void {
  for (let at = 0; at < to.gram.length; at += 1)
    to.gram[at] = (to.gram[at] as number) + factor * (other.gram[at] as number);
  for (let at = 0; at < to.right.length; at += 1)
    to.right[at] = (to.right[at] as number) + factor * (other.right[at] as number);
  to.weight += factor * other.weight;
}

/** Adds one weighted row, which begins at `from` among the cells. */
export function addRow(to: Moments, cells: Float64Array, target: number, weight: number, from = 0): void {
  const { gram, right } = to;
  const width = right.length;
  let at = 0;
  for (let i = 0; i < width; i += 1) {
    const left = weight * (cells[from + i] as number);
    right[i] = (right[i] as number) + left * target;
    for (let j = 0; j <= i; j += 1)
      gram[at + j] = (gram[at + j] as number) + left * (cells[from + j] as number);
    at += i + 1;
  }
  to.weight += weight;
}

/** Takes moments of one design again and again, with other weights or other rows; keeps what room that needs. */
export class MomentTaker {
  readonly #design: Design;
  readonly #target: Float64Array;
  readonly #weighted: Float64Array;
  readonly #square: Float64Array;

  constructor(design: Design, target: Float64Array) {
    this.#design = design;
    this.#target = target;
    this.#weighted = new Float64Array(design.columns.length);
    this.#square = new Float64Array(padded(design.width) ** 2);
  }

  /** Moments of the rows from the first to before the last. */
  take(weights: Float64Array, from: number, to: number): Moments {
    const { width } = this.#design;
    const moments = noMoments(width);
    const side = padded(width);
    for (let i = 0; i < width; i += 1) moments.right[i] = this.#weigh(i, weights, from, to);
    for (let i = 0; i < side; i += tile) for (let j = 0; j <= i; j += tile) this.#multiply(i, j, from, to);
    let at = 0;
    for (let i = 0; i < width; i += 1)
      for (let j = 0; j <= i; j += 1) moments.gram[at++] = this.#square[i * side + j] as number;
    for (let row = from; row < to; row += 1) moments.weight += weights[row] as number;
    return moments;
  }

  /** Prepares a weighted column; returns its product with the target. */
  #weigh(column: number, weights: Float64Array, from: number, to: number): number {
    const { columns, rows } = this.#design;
    const weighted = this.#weighted;
    const target = this.#target;
    const at = column * rows;
    let sum = 0;
    for (let row = from; row < to; row += 1) {
      const value = (columns[at + row] as number) * (weights[row] as number);
      weighted[at + row] = value;
      sum += value * (target[row] as number);
    }
    return sum;
  }

  /** Three by three columns at a time, because reading memory is what costs. */
  #multiply(i: number, j: number, from: number, to: number): void {
    const { columns, rows, width } = this.#design;
    const weighted = this.#weighted;
    const [i0, i1, i2] = [i * rows, (i + 1) * rows, (i + 2) * rows];
    const [j0, j1, j2] = [j * rows, (j + 1) * rows, (j + 2) * rows];
    let [s00, s01, s02, s10, s11, s12, s20, s21, s22] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let row = from; row < to; row += 1) {
      const x0 = weighted[i0 + row] as number;
      const x1 = weighted[i1 + row] as number;
      const x2 = weighted[i2 + row] as number;
      const z0 = columns[j0 + row] as number;
      const z1 = columns[j1 + row] as number;
      const z2 = columns[j2 + row] as number;
      s00 += x0 * z0;
      s01 += x0 * z1;
      s02 += x0 * z2;
      s10 += x1 * z0;
      s11 += x1 * z1;
      s12 += x1 * z2;
      s20 += x2 * z0;
      s21 += x2 * z1;
      s22 += x2 * z2;
    }
    const side = padded(width);
    const at = i * side + j;
    this.#square.set([s00, s01, s02], at);
    this.#square.set([s10, s11, s12], at + side);
    this.#square.set([s20, s21, s22], at + 2 * side);
  }
}

/**
 * Ridge solution of the moments: each diagonal entry grows by `ridge` of itself, so that the penalty does not
 * depend on units. The moments stay as they are.
 */
export function solveMoments(moments: Moments, ridge: number): Float64Array {
  const width = moments.right.length;
  const gram = new Float64Array(width * width);
  const right = Float64Array.from(moments.right);
  let at = 0;
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j <= i; j += 1) gram[i * width + j] = moments.gram[at++] as number;
    gram[i * width + i] = (gram[i * width + i] as number) * (1 + ridge) + 1e-9 * moments.weight;
  }
  solveCholesky(gram, right, width);
  return right;
}
