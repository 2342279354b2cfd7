import type { Manifest } from '@pricecast/kube';
import { type ChildKind, isChildOf, liveChild, wantedChild } from './children.ts';
import { makeHpa } from './manifests/hpa.ts';
import { makeScaledObject } from './manifests/scaled-object.ts';
import type { ObservedScaler } from './observed.ts';

/** The one object that a scaler may make: wanted, to be withdrawn, or left as it is. */
export type DesiredScaler =
  | { readonly kind: 'Apply'; readonly child: ChildKind; readonly object: Manifest }
  /** Nothing of ours of these kinds shall scale the target. */
  | { readonly kind: 'Withdraw'; readonly children: readonly ChildKind[] }
  /** There is nothing to scale yet, or nobody who could. */
  | { readonly kind: 'Wait' };

const make: Readonly<Record<ChildKind, (observed: ObservedScaler) => Manifest>> = {
  HorizontalPodAutoscaler: makeHpa,
  ScaledObject: makeScaledObject,
};
const kinds = Object.keys(make) as readonly ChildKind[];

/**
 * | scaler | target | who else scales it | desired |
 * |---|---|---|---|
 * | its mode and scaler render nothing | | | Withdraw |
 * | renders one kind | | somebody who came first | Withdraw: two would fight, and Kubernetes would then stop both |
 * | renders one kind | | our own object of the other kind | Withdraw that one first: the pods stay as they are meanwhile |
 * | renders a ScaledObject | | KEDA is not installed | Wait |
 * | renders one kind | found, or gone after the object was made | nobody | Apply |
 * | renders one kind | not found | nobody | Wait |
 */
export const desiredScaler = (observed: ObservedScaler): DesiredScaler => {
  const { scaler, target, rival, keda } = observed;
  const child = wantedChild(scaler);
  const ours = kinds.filter((kind) => isChildOf(scaler, liveChild(observed, kind)));
  if (child === undefined || rival !== undefined) return { kind: 'Withdraw', children: ours };
  const others = ours.filter((kind) => kind !== child);
  if (others.length > 0) return { kind: 'Withdraw', children: others };
  if (child === 'ScaledObject' && keda.kind === 'Absent') return { kind: 'Wait' };
  if (target.kind !== 'Found' && liveChild(observed, child) === undefined) return { kind: 'Wait' };
  return { kind: 'Apply', child, object: make[child](observed) };
};
