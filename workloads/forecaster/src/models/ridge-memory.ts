import { solveCholesky } from '@pricecast/forecast';

/** How a regression forgets and shrinks. */
export interface RidgeOptions {
  /** Components of a vector; the first is always 1 and carries the constant. */
  readonly size: number;
  /** What one observation weighs after the next one, at most 1. */
  readonly retention: number;
  /** Penalty of a coefficient as a share of the variance of its component. */
  readonly penalty: number;
  /** How many numbers are regressed on the same vectors. */
  readonly responses: number;
}

/**
 * Linear regression that takes in one observation at a time: normal equations with exponential forgetting, solved by
 * refit() around the means, so that the constant is not shrunk (Hoerl and Kennard, Technometrics 12 (1970)).
 */
export class RidgeMemory {
  readonly #options: RidgeOptions;
  /** Lower triangle of the weighted sum of outer products. */
  readonly #products: Float64Array;
  /** Weighted sums of vector times number, one for each response. */
  readonly #responses: readonly Float64Array[];
  readonly #coefficients: (Float64Array | undefined)[];
  #observations = 0;

  constructor(options: RidgeOptions) {
    const { size, responses } = options;
    this.#options = options;
    this.#products = new Float64Array(size * size);
    this.#responses = Array.from({ length: responses }, () => new Float64Array(size));
    this.#coefficients = Array.from({ length: responses }, () => undefined);
  }

  get observations(): number {
    return this.#observations;
  }

  /** Takes in a vector and the numbers that came with it, one for each response. */
  learn(x: Float64Array, ys: readonly number[]): void {
    const { size, retention } = this.#options;
    const products = this.#products;
    for (let row = 0; row < size; row += 1) {
      const weight = x[row] as number;
      const at = row * size;
      for (let column = 0; column <= row; column += 1) {
        products[at + column] =
          retention * (products[at + column] as number) + weight * (x[column] as number);
      }
    }
    for (const [response, sums] of this.#responses.entries()) {
      const y = ys[response] as number;
      for (let row = 0; row < size; row += 1) {
        sums[row] = retention * (sums[row] as number) + (x[row] as number) * y;
      }
    }
    this.#observations += 1;
  }

  /** Solves for the coefficients of one response; predict() uses them from now on. */
  refit(response: number): void {
    const sums = this.#responses[response];
    const total = this.#products[0] as number;
    if (sums === undefined || total === 0) return;
    const { means, a } = this.#centred(total);
    const level = sums[0] as number;
    const b = means.map((mean, at) => (sums[at + 1] as number) - mean * level);
    solveCholesky(a, b, b.length);
    const constant = b.reduce((rest, each, at) => rest - each * (means[at] as number), level / total);
    this.#coefficients[response] = Float64Array.from([constant, ...b]);
  }

  /** Undefined before the first refit(). */
  predict(response: number, x: Float64Array): number | undefined {
    const coefficients = this.#coefficients[response];
    if (coefficients === undefined) return undefined;
    let sum = 0;
    for (let at = 0; at < coefficients.length; at += 1)
      sum += (coefficients[at] as number) * (x[at] as number);
    return sum;
  }

  /** Means of the components behind the first, and the penalised lower triangle of their centred products. */
  #centred(total: number): { readonly means: Float64Array; readonly a: Float64Array } {
    const { size, penalty } = this.#options;
    const inner = size - 1;
    const means = Float64Array.from(
      { length: inner },
      (_, at) => (this.#products[(at + 1) * size] as number) / total,
    );
    const a = new Float64Array(inner * inner);
    for (let row = 0; row < inner; row += 1) {
      const from = (row + 1) * size + 1;
      const weight = (means[row] as number) * total;
      for (let column = 0; column <= row; column += 1) {
        a[row * inner + column] =
          (this.#products[from + column] as number) - weight * (means[column] as number);
      }
      a[row * inner + row] = (a[row * inner + row] as number) * (1 + penalty);
    }
    return { means, a };
  }
}
