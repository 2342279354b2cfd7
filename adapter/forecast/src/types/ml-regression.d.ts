/** The one class we use of a package that ships no types. */
declare module 'ml-regression' {
  export class MultivariateLinearRegression {
    constructor(x: number[][], y: number[][], options?: { intercept?: boolean; statistics?: boolean });
    /** One row for each input, the constant last. */
    readonly weights: number[][];
    predict(x: number[]): number[];
  }
}
