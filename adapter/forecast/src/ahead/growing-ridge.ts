import { solveCholesky } from '../linear/cholesky.ts';
import type { StateReader, StateWriter } from './state-bytes.ts';

/** Penalty as a share of the mean of the squares of the features. */
const penalty = 1e-4;
/** Above this weight the sums are scaled back, long before they overflow. */
const largestWeight = 1e100;

/**
 * Ridge regression over a stream: each row adds to the normal equations, older rows count less, and the
 * coefficients are solved for when asked. Forgetting is by growing weights, so that a row costs one pass.
 * (Hoerl & Kennard, Ridge Regression, Technometrics 1970; exponential forgetting as in recursive least squares.)
 */
export class GrowingRidge {
  readonly #size: number;
  readonly #growth: number;
  /** Lower half, row after row. */
  readonly #gram: Float64Array;
  readonly #moment: Float64Array;
  readonly #coefficients: Float64Array;
  #weight = 1;

  /** `halfLife` is the number of rows after which a row counts half. */
  constructor(size: number, halfLife: number) {
    this.#size = size;
    this.#growth = 2 ** (1 / halfLife);
    this.#gram = new Float64Array((size * (size + 1)) / 2);
    this.#moment = new Float64Array(size);
    this.#coefficients = new Float64Array(size);
  }

  add(row: Float64Array, value: number): void {
    this.#weight *= this.#growth;
    for (let i = 0; i < this.#size; i += 1) {
      const weighted = (row[i] as number) * this.#weight;
      if (weighted === 0) continue;
      this.#moment[i] = (this.#moment[i] as number) + weighted * value;
      const at = rowAt(i);
      for (let j = 0; j <= i; j += 1)
        this.#gram[at + j] = (this.#gram[at + j] as number) + weighted * (row[j] as number);
    }
    if (this.#weight > largestWeight) this.#scaleBack();
  }

  solve(): void {
    const size = this.#size;
    const factor = new Float64Array(size * size);
    let trace = 0;
    for (let i = 0; i < size; i += 1) {
      factor.set(this.#gram.subarray(rowAt(i), rowAt(i + 1)), i * size);
      trace += factor[i * size + i] as number;
    }
    const ridge = (penalty * trace) / size;
    for (let i = 0; i < size; i += 1)
      factor[i * size + i] = (factor[i * size + i] as number) + ridge + Number.MIN_VALUE;
    this.#coefficients.set(this.#moment);
    solveCholesky(factor, this.#coefficients, size);
  }

  predict(row: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.#size; i += 1) sum += (this.#coefficients[i] as number) * (row[i] as number);
    return sum;
  }

  save(to: StateWriter): void {
    to.number(this.#weight);
    for (const values of [this.#gram, this.#moment, this.#coefficients]) to.array(values);
  }

  restore(from: StateReader): void {
    this.#weight = from.number();
    for (const values of [this.#gram, this.#moment, this.#coefficients]) from.into(values);
  }

  #scaleBack(): void {
    for (let i = 0; i < this.#gram.length; i += 1) this.#gram[i] = (this.#gram[i] as number) / this.#weight;
    for (let i = 0; i < this.#size; i += 1) this.#moment[i] = (this.#moment[i] as number) / this.#weight;
    this.#weight = 1;
  }
}

/** Where a row begins in the lower half. */
const rowAt = (row: number): number => (row * (row + 1)) / 2;
