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
      ports.statuses.forget(stored?.metadata.uid);
      return {};
    }
    const parsed = parsePredictiveScaler(stored);
    if (!parsed.ok) {
      const unread = { ...(stored as unknown as PredictiveScaler), status: undefined };
      await ports.statuses.write(
        stored,
        invalidScalerStatus(unread, parsed.error.message, ports.clock.now()),
        signal,
      );
      return {};
    }
    const observed = await observeScaler(parsed.value, ports.client, signal);
    await ports.statuses.write(
      asStored(stored, parsed.value),
      scalerStatus(observed, ports.clock.now()),
      signal,
    );
    return { requeueAfterSeconds: lookAgainSeconds };
  };

const asStored = ({ apiVersion, kind, metadata }: Manifest, { status }: PredictiveScaler) => ({
  apiVersion,
  kind,
  metadata,
  status,
});
