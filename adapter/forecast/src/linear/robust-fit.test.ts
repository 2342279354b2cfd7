import { describe, expect, test } from 'vitest';
import { designFor } from './moments.ts';
import { fitRobustly, type Problem } from './robust-fit.ts';

const rows = 200;
const inputs = Float64Array.from({ length: rows }, (_, row) => ((row * 37) % 50) / 10);
const design = designFor(rows, 2);
design.columns.set(inputs);
design.columns.fill(1, rows, 2 * rows);
const line = inputs.map((input) => 3 * input + 2);

const problem = (target: Float64Array): Problem => ({
  design,
  target,
  ageWeights: new Float64Array(rows).fill(1),
  folds: Uint8Array.from({ length: rows }, (_, row) => (row < 100 ? 0 : 1 + Math.floor((row - 100) / 25))),
  ridge: 0,
  passes: 8,
});

describe('a robust fit', () => {
  test('finds the line though every tenth value is a thousand off', () => {
    const { coefficients } = fitRobustly(
      problem(line.map((value, row) => value + (row % 10 === 0 ? 1000 : 0))),
    );
    expect(coefficients[0]).toBeCloseTo(3, 1);
    expect(coefficients[1]).toBeCloseTo(2, 0);
  });

  test('leaves a fold and the next out as if they had never been', () => {
    const bent = line.map((value, row) => (row >= 150 ? 500 - value : value));
    const weights = new Float64Array(rows).fill(1);
    const fit = fitRobustly({ ...problem(bent), passes: 0, ageWeights: weights });
    expect(fit.heldOut(3)[0]).toBeCloseTo(3, 6);
    expect(fit.coefficients[0]).not.toBeCloseTo(3, 1);
  });
});
