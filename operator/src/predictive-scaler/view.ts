import type { Reason } from '@pricecast/crds';
import type { FloorOutcome } from './floor/floor-outcome.ts';
import type { ObservedScaler } from './observed.ts';
import type { ShadowOutcome } from './shadow/shadow-outcome.ts';

/** What a scaler's status is judged by: the world after applying, and what was refused on the way. */
export interface ScalerView extends ObservedScaler {
  /** What became of the floor; undefined in other modes than Floor. */
  readonly floor: FloorOutcome | undefined;
  /** What became of the rehearsal; undefined where none is asked for. */
  readonly rehearsal: ShadowOutcome | undefined;
  readonly refusal: { readonly reason: Reason; readonly what: string } | undefined;
}
