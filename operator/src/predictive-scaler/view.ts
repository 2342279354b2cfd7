import type { Reason } from '@pricecast/crds';
import type { FloorOutcome } from './floor/floor-outcome.ts';
import type { ObservedScaler } from './observed.ts';

/** What a scaler's status is judged by: the world after applying, and what was refused on the way. */
export interface ScalerView extends ObservedScaler {
  /** What became of the floor; undefined in other modes than Floor. */
  readonly floor: FloorOutcome | undefined;
  readonly refusal: { readonly reason: Reason; readonly what: string } | undefined;
}
