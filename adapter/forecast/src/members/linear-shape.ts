import type { Signal } from '../signal/signal.ts';

/**
 * What a linear member looks at. A row belongs to an origin and a lead; its target is the scaled value `lead`
 * steps on, less the reference that `write` returns.
 */
export interface LinearShape {
  readonly width: number;
  /** Origins from here on have all their inputs. */
  readonly deepest: number;
  /** Leads that are fitted: 1 alone for a model that is iterated, several for one that forecasts directly. */
  readonly leads: readonly number[];
  /** Writes the regressors and returns the reference. */
  write(signal: Signal, origin: number, lead: number, row: Float64Array): number;
  /** Fills `path` on the scale of the signal; `coefficients` has one vector per lead. */
  walk(signal: Signal, origin: number, coefficients: readonly Float64Array[], path: Float64Array): void;
}
