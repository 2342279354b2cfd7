import type { Signal } from '../signal/signal.ts';

/**
 * What a linear member looks at. A row belongs to an origin and a lead; its target is the scaled value `lead`
 * steps on, both measured from a reference of the shape's choice.
 */
export interface LinearShape {
  readonly width: number;
  /** Origins from here on have all their inputs. */
  readonly deepest: number;
  /** Leads that are fitted: 1 alone for a model that is iterated, several for one that forecasts directly. */
  readonly leads: readonly number[];
  /** Writes the targets, and the regressors in columns as long as there are origins. */
  fill(signal: Signal, origins: Int32Array, lead: number, columns: Float64Array, target: Float64Array): void;
  /** Fills `path` on the scale of the signal; `coefficients` has one vector per lead. */
  walk(signal: Signal, origin: number, coefficients: readonly Float64Array[], path: Float64Array): void;
  /** Forgets what only a fit and its rehearsals needed. */
  settle?(): void;
}
