import { type PredictiveScaler, type PredictiveScalerStatus, parsePredictiveScaler } from '@pricecast/crds';
import {
  type Clock,
  type EventRecorder,
  formatKey,
  type Manifest,
  type ReadStore,
  type Reconcile,
  type ReconcileResult,
} from '@pricecast/kube';
import type { StatusWrite, StatusWriter } from '../status/status-writer.ts';
import { type AppliedScaler, applyScaler } from './apply.ts';
import { wantedChild } from './children.ts';
import { desiredScaler } from './desired.ts';
import { type FloorPorts, keepFloor, releaseFloors } from './floor/keep-floor.ts';
import { scalerNotes } from './notes.ts';
import { type ObserveScalerPorts, observeScaler } from './observe.ts';
import type { ObservedScaler } from './observed.ts';
import { keepShadow, type ShadowPorts } from './shadow/keep-shadow.ts';
import { invalidScalerStatus, scalerStatus } from './status.ts';

/** Everything that reconciling a scaler touches. */
export interface ScalerPorts extends ObserveScalerPorts, FloorPorts, ShadowPorts {
  readonly client: ObserveScalerPorts['client'] & FloorPorts['client'] & ShadowPorts['client'];
  readonly hpas: ObserveScalerPorts['hpas'] & FloorPorts['hpas'];
  readonly scalers: ObserveScalerPorts['scalers'] & Pick<ReadStore<Manifest>, 'get'>;
  readonly statuses: StatusWriter<PredictiveScalerStatus>;
  readonly recorder: Pick<EventRecorder, 'record'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Targets are not watched, so they are looked for in this rhythm: more often while somebody may be making one. */
const lookAgainSeconds = { found: 30, missing: 10 } as const;
/** After taking one kind back the other is made as soon as that is gone; its pods stay as they are meanwhile. */
const handOverSeconds = 1;

/** Makes the world of one scaler right: observe → desired → apply → status. */
export const reconcileScaler =
  (ports: ScalerPorts): Reconcile =>
  async (key, signal) => {
    const stored = ports.scalers.get(formatKey(key));
    if (stored === undefined || stored.metadata.deletionTimestamp !== undefined) {
      ports.statuses.forget(key);
      await releaseFloors(ports, key, undefined, signal);
      return {};
    }
    const parsed = parsePredictiveScaler(stored);
    return parsed.ok
      ? await reconcileValid(ports, stored, parsed.value, signal)
      : await answerInvalid(ports, stored, parsed.error.message, signal);
  };

const reconcileValid = async (
  ports: ScalerPorts,
  stored: Manifest,
  scaler: PredictiveScaler,
  signal: AbortSignal,
): Promise<ReconcileResult> => {
  const observed = await observeScaler(scaler, ports, signal);
  const applied = await applyScaler(ports.applier, scaler, desiredScaler(observed), signal);
  const { refusal, deed } = applied;
  const floor = await keepFloor(ports, scaler, signal);
  const rehearsal = await keepShadow(ports, observed, signal);
  const view = { ...afterApplying(observed, applied), floor, rehearsal, refusal };
  const status = scalerStatus(view, ports.clock.now());
  const write = await ports.statuses.write({ ...stored, status: scaler.status }, status, signal);
  for (const note of scalerNotes(scaler.metadata.name, scaler.status, status, { deed, floor, rehearsal })) {
    ports.recorder.record({ regarding: stored, ...note });
  }
  const handsOver = deed?.verb === 'Deleted' && wantedChild(scaler) !== undefined;
  if (handsOver) return { requeueAfterSeconds: handOverSeconds };
  return { requeueAfterSeconds: nextLook(observed.target.kind === 'Found', write) };
};

/** The children as they are once what was desired was done. */
const afterApplying = (observed: ObservedScaler, { written, deed }: AppliedScaler): ObservedScaler => {
  if (deed === undefined) return observed;
  const live = deed.verb === 'Deleted' ? undefined : written;
  return deed.child === 'ScaledObject' ? { ...observed, scaledObject: live } : { ...observed, hpa: live };
};

const nextLook = (found: boolean, write: StatusWrite): number => {
  const seconds = found ? lookAgainSeconds.found : lookAgainSeconds.missing;
  return write.kind === 'Postponed' ? Math.min(seconds, write.seconds) : seconds;
};

/** An invalid spec is looked at again when it changes. */
const answerInvalid = async (
  ports: ScalerPorts,
  stored: Manifest,
  message: string,
  signal: AbortSignal,
): Promise<ReconcileResult> => {
  const unread = stored as unknown as PredictiveScaler;
  const status = invalidScalerStatus(unread, message, ports.clock.now());
  await ports.statuses.write({ ...stored, status: unread.status }, status, signal);
  return {};
};
