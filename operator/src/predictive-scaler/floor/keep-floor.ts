import type { PredictiveScaler } from '@pricecast/crds';
import { formatKey, type Manifest, type ObjectKey } from '@pricecast/kube';
import type { LiveHpa } from '../live-scaler.ts';
import { targetKey } from '../target-key.ts';
import { decideFloor, type FloorStep } from './decide-floor.ts';
import { floorHpaOf } from './floor-hpa.ts';
import type { FloorOutcome } from './floor-outcome.ts';
import type { FloorResets } from './floor-resets.ts';
import { type FloorWish, floorWish } from './floor-wish.ts';
import { type FloorWritePorts, floorWrites } from './floor-writes.ts';

/** What keeping a floor needs. */
export interface FloorPorts extends FloorWritePorts {
  readonly hpas: {
    ofTarget(target: string): readonly LiveHpa[];
    /** Those that a scaler has marked, by `namespace/name` of the scaler. */
    ofFloor(scaler: string): readonly LiveHpa[];
  };
  readonly scalers: { ofTarget(target: string): readonly Manifest[] };
  readonly resets: FloorResets;
}

/**
 * Raises minReplicas of the user's HPA as the scaler wishes, and gives back every other HPA that it had raised before.
 * Undefined for a scaler of another mode. Throws `KubeError`; `KUBE_CONFLICT` when the HPA changed meanwhile.
 */
export const keepFloor = async (
  ports: FloorPorts,
  scaler: PredictiveScaler,
  signal: AbortSignal,
): Promise<FloorOutcome | undefined> => {
  if (scaler.spec.mode !== 'Floor') {
    await releaseFloors(ports, scaler.metadata, undefined, signal);
    return undefined;
  }
  const target = targetKey(scaler.metadata.namespace, scaler.spec.targetRef);
  const found = floorHpaOf(scaler, ports.hpas.ofTarget(target), ports.scalers.ofTarget(target));
  await releaseFloors(ports, scaler.metadata, found.kind === 'Found' ? found.hpa : undefined, signal);
  return found.kind === 'Found' ? await raise(ports, scaler, found.hpa, signal) : found;
};

/** Writes their own minReplicas back to HPAs that a scaler has raised, but for the one that it keeps. */
export const releaseFloors = async (
  ports: FloorPorts,
  key: ObjectKey,
  kept: LiveHpa | undefined,
  signal: AbortSignal,
): Promise<void> => {
  for (const hpa of ports.hpas.ofFloor(formatKey(key))) {
    if (hpa.metadata.uid === kept?.metadata.uid) continue;
    await write(ports, key, { hpa, step: decideFloor(key.name, hpa, { kind: 'Release' }) }, signal);
  }
};

const raise = async (
  ports: FloorPorts,
  scaler: PredictiveScaler,
  hpa: LiveHpa,
  signal: AbortSignal,
): Promise<FloorOutcome> => {
  const { resets } = ports;
  const { name, uid = '' } = hpa.metadata;
  if (decideFloor(scaler.metadata.name, hpa, { kind: 'Hold' }).wasReset) resets.note(uid);
  const seconds = resets.pauseSeconds(uid);
  const wish: FloorWish = seconds > 0 ? { kind: 'Release' } : floorWish(scaler);
  const step = decideFloor(scaler.metadata.name, hpa, wish);
  await write(ports, scaler.metadata, { hpa, step }, signal);
  if (seconds > 0) return { kind: 'Contested', name, seconds };
  return { kind: 'Kept', name, step, wish: wish.kind };
};

const write = async (
  ports: FloorPorts,
  key: ObjectKey,
  { hpa, step }: { readonly hpa: LiveHpa; readonly step: FloorStep },
  signal: AbortSignal,
): Promise<void> => {
  if (!step.isChange) return;
  const writes = floorWrites(ports, key, signal);
  if (step.mark !== undefined) await writes.set(hpa, step.minReplicas, step.mark);
  else await writes.giveBack(hpa, step.own);
};
