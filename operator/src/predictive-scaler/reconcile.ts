import { type PredictiveScaler, type PredictiveScalerStatus, parsePredictiveScaler } from '@pricecast/crds';
import {
  type Clock,
  formatKey,
  type KubeClient,
  type Manifest,
  type ReadStore,
  type Reconcile,
  type ReconcileResult,
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

/** Targets are not watched, so they are looked for in this rhythm: more often while somebody may be making one. */
const lookAgainSeconds = { found: 30, missing: 10 } as const;

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
  const observed = await observeScaler(scaler, ports.client, signal);
  const status = scalerStatus(observed, ports.clock.now());
  await ports.statuses.write({ ...stored, status: scaler.status }, status, signal);
  const { found, missing } = lookAgainSeconds;
  return { requeueAfterSeconds: observed.target.kind === 'Found' ? found : missing };
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
