import type { PredictiveScaler, PredictiveScalerStatus } from '@pricecast/crds';
import { canonicalJson, isKubeError, type KubeClient } from '@pricecast/kube';
import { resources } from '../cluster/resources.ts';

/** Least seconds between two writes that tell nothing new but numbers. */
const quietSeconds = 30;

interface Written {
  readonly uid: string | undefined;
  readonly seconds: number;
  readonly face: string;
}

/** What a writer is made of. */
export interface StatusWriterParts {
  readonly client: Pick<KubeClient, 'forceApplyStatus'>;
  /** Seconds that never jump. */
  readonly monotonicSeconds: () => number;
}

/**
 * Writes the adapter's part of statuses by server-side apply: at once when a condition, the stage or the number of
 * replicas changed, else at most once in 30 s.
 */
export class StatusWriter {
  readonly #parts: StatusWriterParts;
  readonly #written = new Map<string, Written>();

  constructor(parts: StatusWriterParts) {
    this.#parts = parts;
  }

  /** Writes if it is time to; an object that is gone meanwhile is no fault. Throws `KubeError`. */
  async write(key: string, scaler: PredictiveScaler, status: PredictiveScalerStatus): Promise<void> {
    const { uid, name, namespace } = scaler.metadata;
    const seconds = this.#parts.monotonicSeconds();
    const face = faceOf(status);
    const last = this.#written.get(key);
    if (last?.uid === uid && last?.face === face && seconds - last.seconds < quietSeconds) return;
    this.#written.set(key, { uid, seconds, face });
    const { apiVersion, kind } = scaler;
    const body = { apiVersion, kind, metadata: { name, namespace, uid }, status };
    try {
      await this.#parts.client.forceApplyStatus(resources.predictiveScalers, body);
    } catch (error) {
      this.#written.delete(key);
      if (!isKubeError(error, 'KUBE_NOT_FOUND')) throw error;
    }
  }

  forget(key: string): void {
    this.#written.delete(key);
  }
}

/** What is worth a write at once. */
function faceOf({ conditions, stage, decision }: PredictiveScalerStatus): string {
  const judged = (conditions ?? []).map(({ type, status, reason }) => [type, status, reason]);
  return canonicalJson([judged, stage ?? '', decision?.desiredReplicas ?? -1]);
}
