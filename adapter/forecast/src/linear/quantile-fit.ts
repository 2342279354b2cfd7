import { addRow, noMoments, solveMoments } from './moments.ts';

const iterations = 8;

/**
 * Linear quantile regression: coefficients with the least pinball loss at `probability`, by iteratively
 * reweighted least squares with a smoothed kink. (Koenker and Bassett, Econometrica 46, 1978; Hunter and Lange,
 * JCGS 9, 2000.) The first regressor is the constant; the others are shrunk by `ridge` of their own size, so
 * that without evidence the answer is the plain quantile.
 */
export function fitQuantile(
  rows: readonly Float64Array[],
  target: Float64Array,
  probability: number,
  ridge: number,
): Float64Array {
  const width = rows[0]?.length ?? 1;
  const sorted = Float64Array.from(target).sort();
  let size = 0;
  for (const value of target) size += Math.abs(value) / target.length;
  let coefficients = new Float64Array(width);
  coefficients[0] = sorted[Math.min(sorted.length - 1, Math.floor(probability * sorted.length))] ?? 0;
  if (size === 0) return coefficients;
  let kink = 0.3 * size;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const moments = noMoments(width);
    rows.forEach((row, at) => {
      const error = (target[at] as number) - dot(coefficients, row);
      const side = error > 0 ? probability : 1 - probability;
      addRow(moments, row, target[at] as number, side / Math.max(Math.abs(error), kink));
    });
    // The constant must stay free of the penalty.
    moments.gram[0] = (moments.gram[0] as number) / (1 + ridge);
    coefficients = solveMoments(moments, ridge) as Float64Array<ArrayBuffer>;
    kink = Math.max(0.02 * size, 0.5 * kink);
  }
  return coefficients;
}

export function dot(coefficients: Float64Array, row: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < coefficients.length; k += 1) sum += (coefficients[k] as number) * (row[k] as number);
  return sum;
}
