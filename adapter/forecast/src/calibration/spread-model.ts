import { dot, dotRow, fitQuantile, type Table } from '../linear/quantile-fit.ts';
import { medianInPlace } from '../linear/select.ts';

/** Errors and what was known when they were made. */
export interface Sample {
  readonly table: Table;
  readonly errors: Float64Array;
}

/** Shrinkage of what explains the spread; the constant is free. */
const ridge = 0.3;
/** A spread never falls below this share of its median: a quiet moment is no promise. */
const smallestShare = 0.5;

/**
 * How far errors reach upwards and downwards given what is known: linear 0.9 and 0.1 quantiles of the error.
 * Errors divided by them are alike enough to be pooled, and their empirical quantiles, scaled back, keep their
 * coverage whatever the regression missed. (Conformalised quantile regression: Romano, Patterson and Candès,
 * NeurIPS 2019; locally weighted conformal inference: Lei et al., JASA 113, 2018.)
 */
export class SpreadModel {
  readonly #upper: Float64Array;
  readonly #lower: Float64Array;
  readonly #upperFloor: number;
  readonly #lowerFloor: number;

  constructor({ table, errors }: Sample) {
    this.#upper = fitQuantile(table, errors, 0.9, ridge);
    this.#lower = fitQuantile(table, errors, 0.1, ridge);
    this.#upperFloor = floorOf(this.#upper, table);
    this.#lowerFloor = floorOf(this.#lower, table);
  }

  /** The error in units of the spread on its side. */
  standardised(error: number, row: Float64Array): number {
    const spread = error > 0 ? this.#upward(row) : this.#downward(row);
    return spread > 0 ? error / spread : 0;
  }

  /** The way back from a quantile of standardised errors. */
  error(standardised: number, row: Float64Array): number {
    return standardised > 0 ? standardised * this.#upward(row) : standardised * this.#downward(row);
  }

  /** Distance from the point forecast to about the 0.9 quantile. */
  #upward(row: Float64Array): number {
    return Math.max(this.#upperFloor, dot(this.#upper, row));
  }

  /** Distance from the point forecast to about the 0.1 quantile. */
  #downward(row: Float64Array): number {
    return Math.max(this.#lowerFloor, -dot(this.#lower, row));
  }
}

function floorOf(coefficients: Float64Array, table: Table): number {
  const spreads = new Float64Array(table.rows);
  for (let row = 0; row < table.rows; row += 1) spreads[row] = Math.abs(dotRow(coefficients, table, row));
  return smallestShare * (medianInPlace(spreads) || 0);
}
