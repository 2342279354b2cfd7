import type { Manifest } from '@pricecast/kube';
import { makeHpa, wantsHpa } from './manifests/hpa.ts';
import type { ObservedScaler } from './observed.ts';

/** The one object that a scaler may make: wanted, to be withdrawn, or left as it is. */
export type DesiredScaler =
  | { readonly kind: 'Apply'; readonly hpa: Manifest }
  /** Nothing of ours shall scale the target. */
  | { readonly kind: 'Withdraw' }
  /** There is nothing to scale yet. */
  | { readonly kind: 'Wait' };

/**
 * | scaler | target | who else scales it | desired |
 * |---|---|---|---|
 * | its mode and scaler render no HPA | | | Withdraw |
 * | renders one | | somebody who came first | Withdraw: two would fight, and Kubernetes would then stop both |
 * | renders one | found, or gone after the HPA was made | nobody | Apply |
 * | renders one | not found | nobody | Wait |
 */
export const desiredScaler = (observed: ObservedScaler): DesiredScaler => {
  const { scaler, target, hpa, rival } = observed;
  if (!wantsHpa(scaler) || rival !== undefined) return { kind: 'Withdraw' };
  if (target.kind !== 'Found' && hpa === undefined) return { kind: 'Wait' };
  return { kind: 'Apply', hpa: makeHpa(observed) };
};
