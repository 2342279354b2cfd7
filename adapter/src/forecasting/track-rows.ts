/** Values of one series by step, oldest first; `null` where nobody knows it. */
export type Steps = readonly (number | null)[];

/**
 * What a track is told, in one list: of each step the load, and behind it what is known of each regressor. Without any
 * it is the load itself.
 */
export function rowsOf(load: Steps, regressors: readonly Steps[]): Steps {
  if (regressors.length === 0) return load;
  return load.flatMap((value, step) => [value, ...regressors.map((values) => values[step] ?? null)]);
}

/** The load of rows that so many regressors are in. */
export const loadOf = (rows: Steps, regressors: number): Steps =>
  regressors === 0 ? rows : rows.filter((_, place) => place % (1 + regressors) === 0);
