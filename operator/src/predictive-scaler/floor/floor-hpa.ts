import { type PredictiveScaler, parsePredictiveScaler } from '@pricecast/crds';
import { controllerOf, type Manifest } from '@pricecast/kube';
import type { LiveHpa } from '../live-scaler.ts';
import { floorMarkOf } from './floor-mark.ts';

/** The HPA whose minReplicas a scaler may raise, or why there is none. */
export type FloorHpa =
  | { readonly kind: 'Found'; readonly hpa: LiveHpa }
  | { readonly kind: 'Missing'; readonly what: string }
  /** Another scaler of mode Floor has raised it already. */
  | { readonly kind: 'Taken'; readonly hpa: LiveHpa; readonly by: string };

/**
 * | HPAs of the target | |
 * |---|---|
 * | none, or only such as a PredictiveScaler or KEDA made | Missing: who made them writes their minReplicas |
 * | several of users | Missing: Kubernetes stops them all |
 * | one of a user, raised by another scaler of mode Floor that is there | Taken |
 * | one of a user | Found |
 */
export const floorHpaOf = (
  scaler: PredictiveScaler,
  hpas: readonly LiveHpa[],
  scalers: readonly Manifest[],
): FloorHpa => {
  const { kind, name } = scaler.spec.targetRef;
  const users = hpas.filter((hpa) => controllerOf(hpa) === undefined);
  const [hpa] = users;
  if (hpa === undefined) return { kind: 'Missing', what: `${nobodys(hpas)} scales ${kind} ${name}` };
  if (users.length > 1) {
    const names = users.map(({ metadata }) => metadata.name).toSorted();
    return { kind: 'Missing', what: `Several HPAs scale ${kind} ${name}: ${names.join(', ')}` };
  }
  const holder = floorMarkOf(hpa)?.scaler;
  const isHeld = scalers.some((other) => other.metadata.name === holder && raisesFloors(other));
  return holder !== undefined && holder !== scaler.metadata.name && isHeld
    ? { kind: 'Taken', hpa, by: `PredictiveScaler ${holder}` }
    : { kind: 'Found', hpa };
};

const nobodys = ([made]: readonly LiveHpa[]): string => {
  if (made === undefined) return 'No HPA';
  const maker = controllerOf(made);
  return `No HPA of yours, only ${made.metadata.name} of ${maker?.kind} ${maker?.name},`;
};

const raisesFloors = (other: Manifest): boolean => {
  const parsed = parsePredictiveScaler(other);
  return other.metadata.deletionTimestamp === undefined && parsed.ok && parsed.value.spec.mode === 'Floor';
};
