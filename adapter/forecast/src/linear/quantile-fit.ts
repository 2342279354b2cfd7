import { addRow, noMoments, solveMoments } from './moments.ts';

/** Regressors row after row, the constant first. */
export interface Table {
  readonly cells: Float64Array;
  readonly width: number;
  readonly rows: number;
}

/** The same rows with nothing but the constant. */
export function constantsOf({ width, rows }: Table): Table {
  const cells = new Float64Array(width * rows);
  for (let row = 0; row < rows; row += 1) cells[row * width] = 1;
  return { cells, width, rows };
}

const iterations = 8;
/** Rows that are looked at; where there are more, evenly spread ones. */
const mostRows = 240;

/**
 * Linear quantile regression: coefficients with the least pinball loss at `probability`, by iteratively
 * reweighted least squares with a smoothed kink. (Koenker and Bassett, Econometrica 46, 1978; Hunter and Lange,
 * JCGS 9, 2000.) The constant is free, the others are shrunk by `ridge` of their own size, so that without
 * evidence the answer is the plain quantile.
 */
export function fitQuantile(
  table: Table,
  target: Float64Array,
  probability: number,
  ridge: number,
): Float64Array {
  const { width, rows } = table;
  let coefficients = new Float64Array(width);
  if (rows === 0) return coefficients;
  coefficients[0] = Float64Array.from(target).sort()[Math.floor(probability * rows)] ?? 0;
  let size = 0;
  for (const value of target) size += Math.abs(value) / rows;
  if (size === 0) return coefficients;
  const moments = noMoments(width);
  const stride = Math.ceil(rows / mostRows);
  let kink = 0.3 * size;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    moments.gram.fill(0);
    moments.right.fill(0);
    moments.weight = 0;
    for (let row = 0; row < rows; row += stride) {
      const error = (target[row] as number) - dotRow(coefficients, table, row);
      const side = error > 0 ? probability : 1 - probability;
      const weight = side / Math.max(Math.abs(error), kink);
      addRow(moments, table.cells, target[row] as number, weight, row * width);
    }
    // The constant must stay free of the penalty.
    moments.gram[0] = (moments.gram[0] as number) / (1 + ridge);
    coefficients = solveMoments(moments, ridge) as Float64Array<ArrayBuffer>;
    kink = Math.max(0.02 * size, 0.5 * kink);
  }
  return coefficients;
}

/** The regressors of a row times the coefficients. */
export function dotRow(coefficients: Float64Array, { cells, width }: Table, row: number): number {
  const from = row * width;
  let sum = 0;
  for (let k = 0; k < width; k += 1) sum += (coefficients[k] as number) * (cells[from + k] as number);
  return sum;
}

export function dot(coefficients: Float64Array, row: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < coefficients.length; k += 1) sum += (coefficients[k] as number) * (row[k] as number);
  return sum;
}
