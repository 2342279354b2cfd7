import {
  apiVersion,
  labelKeys,
  type PredictiveScaler,
  scalerShadowName,
  shadowWorkloadKind,
} from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import { hpaOf } from '../manifests/hpa.ts';
import { childMetadata } from '../manifests/metadata.ts';
import type { ObservedScaler } from '../observed.ts';
import type { LiveTwin } from './live-shadow.ts';

const { kind } = shadowWorkloadKind;

/** An HPA leaves what has no pods alone, and nobody else would ever give the twin one. */
const fewestToBegin = 1;

/**
 * A twin as it begins: with the pods that its target has, as the HPA of mode Full would find them. From then on the
 * number is the HPA's.
 */
export const makeTwin = (scaler: PredictiveScaler, presentReplicas: number): Manifest => ({
  apiVersion,
  kind,
  metadata: childMetadata({ scaler }, scalerShadowName),
  spec: { replicas: Math.max(fewestToBegin, presentReplicas) },
});

/**
 * What a twin says of itself: as many pods as its HPA asks for, at once. Its selector finds no pod, for an HPA whose
 * pods another one finds as well stops, and that would be the one of the target.
 */
export const twinStatus = ({ metadata, spec }: LiveTwin): NonNullable<LiveTwin['status']> => ({
  replicas: spec?.replicas ?? 0,
  selector: `${labelKeys.shadow}=${metadata.name}`,
});

/** The HPA of mode Full at the twin. CPU guards nothing there, because a twin has no pods that could use any. */
export const makeShadowHpa = (observed: ObservedScaler): Manifest => {
  const { scaler, shadow } = observed;
  return hpaOf(scaler, {
    metadata: childMetadata(observed, scalerShadowName),
    scaleTargetRef: { apiVersion, kind, name: scalerShadowName(scaler.metadata.name) },
    live: shadow.hpa,
    noted: scaler.status?.shadow?.tolerance,
    guards: [],
  });
};
