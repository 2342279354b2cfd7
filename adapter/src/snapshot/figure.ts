/** One number that is served, or why there is none. No data is an outcome and never zero. */
export type Figure = KnownFigure | MissingFigure;

/** A number and the moment of the sample that it rests on. */
export interface KnownFigure {
  readonly kind: 'Known';
  readonly value: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Why there is no number. */
export interface MissingFigure {
  readonly kind: 'Missing';
  /** One constant word, as conditions carry it. */
  readonly reason: string;
  /** A sentence for people; it reaches the events of the HPA. */
  readonly message: string;
}

/** A number that may be served. */
export const known = (value: number, at: number): KnownFigure => ({ kind: 'Known', value, at });

/** There is no number. */
export const missing = (reason: string, message: string): MissingFigure => ({
  kind: 'Missing',
  reason,
  message,
});

/**
 * The figure as it may be served now: one that rests on data older than `maxAgeSeconds` is refused, because the
 * HPA looks at no time stamp and a stale number could scale a system in.
 */
export function freshOrMissing(figure: Figure, maxAgeSeconds: number, now: number): Figure {
  if (figure.kind === 'Missing') return figure;
  const ageSeconds = (now - figure.at) / 1_000;
  if (ageSeconds <= maxAgeSeconds) return figure;
  const told = `the newest sample is ${Math.round(ageSeconds)} s old and may be ${maxAgeSeconds} s old at most`;
  return missing('DemandStale', told);
}
