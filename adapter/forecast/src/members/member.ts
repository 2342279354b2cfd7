/** Values of a series as members of the ensemble see them: filled, and known where `known` is 1. */
export interface View {
  readonly values: Float64Array;
  readonly known: Uint8Array;
  /** Values before this index exist. */
  readonly length: number;
}

/** A forecaster that can stand in an ensemble: it forecasts from any origin, and learns from a new value. */
export interface Member {
  readonly name: string;
  /**
   * Forecasts of `values[origin]`, `values[origin + 1]`, … from what lies before. With a fold, as if the values of
   * that fold and the next had not been learnt from.
   */
  forecast(view: View, origin: number, path: Float64Array, fold?: number): void;
  /** Learns from the newest value of the view. */
  learn?(view: View): void;
  /** Forgets what only the rehearsal of a fit needed; folds can no longer be left out. */
  settle?(): void;
}

/** Which part of the history an index lies in: 0, or one of `count` folds over the newest `span` values. */
export interface Folds {
  readonly end: number;
  readonly span: number;
  readonly count: number;
}

export function foldAt({ end, span, count }: Folds, time: number): number {
  const into = time - (end - span);
  return into < 0 || span === 0 ? 0 : 1 + Math.min(count - 1, Math.floor((into * count) / span));
}
