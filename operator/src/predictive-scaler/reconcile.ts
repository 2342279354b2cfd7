import { type PredictiveScaler, type PredictiveScalerStatus, parsePredictiveScaler } from '@pricecast/crds';
import {
  type Clock,
  formatKey,
  type KubeClient,
  type Manifest,
  type ReadStore,
  type Reconcile,
} from '@pricecast/kube';
import type { StatusWriter } from '../status/status-writer.ts';
import { observeScaler } from './observe.ts';
import { invalidScalerStatus, scalerStatus } from './status.ts';

/** Everything that reconciling a scaler touches. */
export interface ScalerPorts {
  readonly scalers: Pick<ReadStore<Manifest>, 'get'>;
  readonly client: Pick<KubeClient, 'find'>;
  readonly statuses: StatusWriter<PredictiveScalerStatus>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Targets are not watched, so they are looked for in this rhythm. */
const lookAgainSeconds = 30;

/** Answers one scaler: whether its spec is valid and its target exists. */
export const reconcileScaler =
  (ports: ScalerPorts): Reconcile =>
  async (key, signal) => {
    const stored = ports.scalers.get(formatKey(key));
    if (stored === undefined || stored.metadata.deletionTimestamp !== undefined) {
      ports.statuses.forget(key);
      return {};
    }
    const parsed = parsePredictiveScaler(stored);
    const scaler = parsed.ok ? parsed.value : (stored as unknown as PredictiveScaler);
    const now = ports.clock.now();
    const status = parsed.ok
      ? scalerStatus(await observeScaler(scaler, ports.client, signal), now)
      : invalidScalerStatus(scaler, parsed.error.message, now);
    await ports.statuses.write({ ...stored, status: scaler.status }, status, signal);
    return parsed.ok ? { requeueAfterSeconds: lookAgainSeconds } : {};
  };
