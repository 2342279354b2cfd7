import type { Reason } from '@pricecast/crds';
import type { ObservedScaler } from './observed.ts';

/** What a scaler's status is judged by: the world after applying, and what was refused on the way. */
export interface ScalerView extends ObservedScaler {
  readonly refusal: { readonly reason: Reason; readonly what: string } | undefined;
}
