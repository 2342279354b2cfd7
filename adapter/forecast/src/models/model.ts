/**
 * What a model learns from: values without holes on a regular step. `known` marks the ones that were seen;
 * the others were filled in and never serve as a target.
 */
export interface Training {
  readonly values: Float64Array;
  readonly known: Uint8Array;
  /** Only values before this index may be looked at. */
  readonly end: number;
  /** Periods in steps, shortest first, not necessarily whole. */
  readonly seasons: readonly number[];
  /** No value was negative, so no forecast is. */
  readonly nonNegative: boolean;
}

/** Knows how to learn. `undefined` means that the history is too short for this model. */
export interface Model {
  readonly name: string;
  fit(training: Training): FittedModel | undefined;
}

/** Has learnt, and forecasts from any origin without learning again. */
export interface FittedModel {
  readonly name: string;
  /**
   * Writes the forecasts of `values[origin]`, `values[origin + 1]`, … into `path`, reading only what lies
   * before `origin`.
   */
  forecast(values: Float64Array, origin: number, path: Float64Array): void;
}
