import { ForecastError } from '../forecast-error.ts';

/** Another series that the load may depend on, on the same step and from the same time on. */
export interface Regressor {
  readonly name: string;
  /**
   * As long as the history for a leading indicator, which is known up to now; as long as history and horizon
   * together for what is known in advance, such as a calendar. `null` where missing.
   */
  readonly values: readonly (number | null)[];
}

/** How a regressor comes in: with the load, or the horizon before it. */
export type RegressorKind = 'Leading' | 'KnownAhead';

/** The kind that a regressor of that many values is. @throws ForecastError `REGRESSOR_INVALID` */
export function kindOf({ name, values }: Regressor, length: number, horizon: number): RegressorKind {
  if (values.length === length) return 'Leading';
  if (values.length >= length + horizon) return 'KnownAhead';
  throw new ForecastError(
    'REGRESSOR_INVALID',
    `${name} has ${values.length} values; give ${length} for a leading indicator, ${length + horizon} for what is known in advance`,
  );
}
