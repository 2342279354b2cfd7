import type { PredictiveScaler } from '@pricecast/crds';

/** What a scaler wants of the floor. */
export type FloorWish =
  | { readonly kind: 'AtLeast'; readonly replicas: number }
  /** Nothing is known at present: what is raised stays, for missing is never zero. */
  | { readonly kind: 'Hold' }
  | { readonly kind: 'Release' };

/**
 * | mode | demand | stage | wish |
 * |---|---|---|---|
 * | not Floor | | | Release |
 * | Floor | not fresh, or nothing said yet | | Hold |
 * | Floor | fresh | Floor: the forecast is armed | at least the pods decided |
 * | Floor | fresh | Observe: not armed | Release |
 */
export const floorWish = ({ spec, status }: PredictiveScaler): FloorWish => {
  if (spec.mode !== 'Floor') return { kind: 'Release' };
  const fresh = status?.conditions?.find(({ type }) => type === 'DemandFresh');
  const replicas = status?.decision?.desiredReplicas;
  if (fresh?.status !== 'True' || replicas === undefined) return { kind: 'Hold' };
  return status?.stage === 'Floor' ? { kind: 'AtLeast', replicas } : { kind: 'Release' };
};
