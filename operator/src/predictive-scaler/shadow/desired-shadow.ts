import type { PredictiveScaler } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import { isChildOf } from '../children.ts';
import type { ObservedScaler } from '../observed.ts';
import type { LiveTwin } from './live-shadow.ts';
import { makeShadowHpa, makeTwin, twinStatus } from './manifests.ts';

/** What is to become of the shadow of a scaler. */
export type DesiredShadow =
  /** It is not wanted: what there is of it goes, the HPA before what it scales. */
  | { readonly kind: 'Withdraw'; readonly objects: readonly ('hpa' | 'twin')[] }
  /** There is nothing yet to be the twin of, or an earlier twin is on its way out. */
  | { readonly kind: 'Wait' }
  | { readonly kind: 'Begin'; readonly twin: Manifest }
  | {
      readonly kind: 'Keep';
      readonly twin: LiveTwin;
      /** What the twin has to say of itself; undefined where it does. */
      readonly status: LiveTwin['status'];
      readonly hpa: Manifest;
    };

/** Whether a scaler asks for a rehearsal in its present mode. */
export const rehearses = ({ spec }: Pick<PredictiveScaler, 'spec'>): boolean =>
  spec.mode === 'Observe' && spec.shadow === 'HPA';

/**
 * | mode and shadow | target | twin | desired |
 * |---|---|---|---|
 * | another mode than Observe, or None | | | Withdraw |
 * | Observe, HPA | not found | none | Wait |
 * | Observe, HPA | found | none | Begin |
 * | Observe, HPA | | of an earlier scaler, or being deleted | Wait |
 * | Observe, HPA | found, or gone after the twin was made | ours | Keep |
 */
export const desiredShadow = (observed: ObservedScaler): DesiredShadow => {
  const { scaler, target, shadow } = observed;
  if (!rehearses(scaler)) {
    const objects = (['hpa', 'twin'] as const).filter((part) => isChildOf(scaler, shadow[part]));
    return { kind: 'Withdraw', objects };
  }
  const { twin } = shadow;
  if (twin === undefined)
    return target.kind === 'Found'
      ? { kind: 'Begin', twin: makeTwin(scaler, target.replicas) }
      : { kind: 'Wait' };
  if (!isChildOf(scaler, twin) || twin.metadata.deletionTimestamp !== undefined) return { kind: 'Wait' };
  const status = twinStatus(twin);
  const says = twin.status?.replicas === status.replicas && twin.status?.selector === status.selector;
  return { kind: 'Keep', twin, status: says ? undefined : status, hpa: makeShadowHpa(observed) };
};
