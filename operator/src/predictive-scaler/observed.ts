import type { PredictiveScaler } from '@pricecast/crds';

/** Everything that a decision about a scaler rests on. */
export interface ObservedScaler {
  readonly scaler: PredictiveScaler;
  readonly target: TargetReading;
}

/** What was found under the name of the target. */
export type TargetReading =
  | { readonly kind: 'Found' }
  | { readonly kind: 'NotFound' }
  /** The operator has no right to look at objects of this kind. */
  | { readonly kind: 'NotScalable' };
