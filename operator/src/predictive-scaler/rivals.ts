import { type PredictiveScaler, parsePredictiveScaler } from '@pricecast/crds';
import { controllerOf, type KubeObject, type Manifest } from '@pricecast/kube';
import { wantedChild } from './children.ts';
import type { LiveHpa } from './live-scaler.ts';

/** What scales one target. */
export interface Contenders {
  readonly hpas: readonly LiveHpa[];
  readonly scalers: readonly Manifest[];
  /** Our own ScaledObject; KEDA makes an HPA of it, which is no rival. */
  readonly scaledObject?: KubeObject | undefined;
}

/**
 * Who else scales the target and comes before this scaler; undefined where nobody does.
 *
 * | other | comes first |
 * |---|---|
 * | an HPA that no PredictiveScaler made, those of KEDA for others included | always: its owner has asked for it in person |
 * | a PredictiveScaler that renders one for the same target | when it is older, or as old and first by name |
 */
export const rivalOf = (
  scaler: PredictiveScaler,
  { hpas, scalers, scaledObject }: Contenders,
): string | undefined => {
  if (wantedChild(scaler) === undefined) return undefined;
  const foreign = hpas
    .filter((hpa) => controllerOf(hpa)?.kind !== scaler.kind && !isMadeOf(hpa, scaledObject))
    .map(({ metadata }) => metadata.name);
  const [hpa] = foreign.toSorted();
  if (hpa !== undefined) return `HorizontalPodAutoscaler ${hpa}`;
  const earlier = scalers
    .filter((other) => isAnother(scaler, other) && renders(other) && precedes(other, scaler))
    .map(({ metadata }) => metadata.name);
  const [name] = earlier.toSorted();
  return name === undefined ? undefined : `PredictiveScaler ${name}`;
};

const isAnother = ({ metadata }: PredictiveScaler, other: Manifest): boolean =>
  other.metadata.uid !== metadata.uid && other.metadata.deletionTimestamp === undefined;

const isMadeOf = (hpa: LiveHpa, scaledObject: KubeObject | undefined): boolean =>
  scaledObject !== undefined && controllerOf(hpa)?.uid === scaledObject.metadata.uid;

const renders = (other: Manifest): boolean => {
  const parsed = parsePredictiveScaler(other);
  return parsed.ok && wantedChild(parsed.value) !== undefined;
};

const precedes = (one: Pick<KubeObject, 'metadata'>, other: Pick<PredictiveScaler, 'metadata'>): boolean => {
  const [a, b] = [one, other].map(({ metadata }) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`);
  return (a ?? '') < (b ?? '');
};
