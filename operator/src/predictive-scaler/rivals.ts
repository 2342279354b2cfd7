import { type PredictiveScaler, parsePredictiveScaler } from '@pricecast/crds';
import { controllerOf, type KubeObject, type Manifest } from '@pricecast/kube';
import type { LiveHpa } from './live-scaler.ts';
import { wantsHpa } from './manifests/hpa.ts';

/**
 * Who else scales the target and comes before this scaler; undefined where nobody does.
 *
 * | other | comes first |
 * |---|---|
 * | an HPA that no PredictiveScaler made, those of KEDA included | always: its owner has asked for it in person |
 * | a PredictiveScaler that renders an HPA for the same target | when it is older, or as old and first by name |
 */
export const rivalOf = (
  scaler: PredictiveScaler,
  hpas: readonly LiveHpa[],
  scalers: readonly Manifest[],
): string | undefined => {
  if (!wantsHpa(scaler)) return undefined;
  const foreign = hpas
    .filter((hpa) => controllerOf(hpa)?.kind !== scaler.kind)
    .map(({ metadata }) => metadata.name);
  const [hpa] = foreign.toSorted();
  if (hpa !== undefined) return `HorizontalPodAutoscaler ${hpa}`;
  const earlier = scalers
    .filter((other) => isAnother(scaler, other) && rendersHpa(other) && precedes(other, scaler))
    .map(({ metadata }) => metadata.name);
  const [name] = earlier.toSorted();
  return name === undefined ? undefined : `PredictiveScaler ${name}`;
};

const isAnother = ({ metadata }: PredictiveScaler, other: Manifest): boolean =>
  other.metadata.uid !== metadata.uid && other.metadata.deletionTimestamp === undefined;

const rendersHpa = (other: Manifest): boolean => {
  const parsed = parsePredictiveScaler(other);
  return parsed.ok && wantsHpa(parsed.value);
};

const precedes = (one: Pick<KubeObject, 'metadata'>, other: Pick<PredictiveScaler, 'metadata'>): boolean => {
  const [a, b] = [one, other].map(({ metadata }) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`);
  return (a ?? '') < (b ?? '');
};
