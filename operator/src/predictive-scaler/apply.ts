import { type PredictiveScaler, scalerChildName } from '@pricecast/crds';
import { type Applier, type ApplyOutcome, isKubeError, type Manifest } from '@pricecast/kube';
import { resources } from '../resources.ts';
import type { DesiredScaler } from './desired.ts';
import type { LiveHpa } from './live-scaler.ts';
import type { ScalerView } from './view.ts';

/** What applying came to. */
export interface AppliedScaler {
  /** The HPA as the server answered with; undefined where nothing was written. */
  readonly written: Manifest | undefined;
  readonly refusal: ScalerView['refusal'];
  /** What was done to the HPA, for the people who read events. */
  readonly deed: ScalerDeed | undefined;
}

/** Something that was done to the HPA. `detail` says who had changed it, where it was repaired. */
export interface ScalerDeed {
  readonly verb: 'Created' | 'Updated' | 'Repaired' | 'Deleted';
  readonly detail?: string;
}

const nothing: AppliedScaler = { written: undefined, refusal: undefined, deed: undefined };

/**
 * Makes the HPA as desired, or takes it back. A refusal that a person has to read is a value; what may heal by itself
 * is thrown.
 */
export const applyScaler = async (
  applier: Pick<Applier, 'apply' | 'delete'>,
  scaler: PredictiveScaler,
  hpa: LiveHpa | undefined,
  desired: DesiredScaler,
  signal: AbortSignal,
): Promise<AppliedScaler> => {
  if (desired.kind === 'Wait') return nothing;
  const child = { resource: resources.hpas, owner: ownerOf(scaler) };
  try {
    if (desired.kind === 'Apply')
      return told(await applier.apply({ ...child, desired: desired.hpa }, signal));
    if (hpa === undefined) return nothing;
    const { name, namespace } = scaler.metadata;
    const { kind } = await applier.delete(
      { ...child, key: { namespace, name: scalerChildName(name) } },
      signal,
    );
    return kind === 'Deleted' ? { ...nothing, deed: { verb: 'Deleted' } } : nothing;
  } catch (error) {
    if (!isKubeError(error, 'KUBE_FORBIDDEN', 'KUBE_INVALID', 'KUBE_BAD_REQUEST')) throw error;
    const reason = error.code === 'KUBE_FORBIDDEN' ? 'Forbidden' : 'Refused';
    return { ...nothing, refusal: { reason, what: `The HPA was refused: ${error.message}` } };
  }
};

const ownerOf = ({ apiVersion, kind, metadata }: PredictiveScaler) => ({
  apiVersion,
  kind,
  metadata: { name: metadata.name, namespace: metadata.namespace, uid: metadata.uid },
});

const told = (outcome: ApplyOutcome): AppliedScaler => {
  switch (outcome.kind) {
    case 'Unchanged':
      return nothing;
    case 'Created':
    case 'Updated':
      return { ...nothing, written: outcome.object, deed: { verb: outcome.kind } };
    case 'Repaired':
      return { ...nothing, written: outcome.object, deed: { verb: 'Repaired', detail: repair(outcome) } };
    case 'NameConflict':
      return { ...nothing, refusal: { reason: 'NameConflict', what: outcome.message } };
    case 'Leaving':
      return { ...nothing, refusal: { reason: 'Progressing', what: outcome.message } };
    case 'Conflicted':
      return { ...nothing, refusal: { reason: 'FieldConflict', what: `The HPA: ${outcome.message}` } };
  }
};

const repair = ({ by, fields }: Extract<ApplyOutcome, { kind: 'Repaired' }>): string => {
  const who = by.length === 0 ? 'somebody' : by.join(', ');
  return fields.length === 0
    ? `${who} had deleted it`
    : `${who} had changed ${fields.slice(0, 5).join(', ')}`;
};
