import { type PredictiveScaler, scalerChildName } from '@pricecast/crds';
import {
  type Applier,
  type ApplyOutcome,
  isKubeError,
  type KubeObject,
  type Manifest,
} from '@pricecast/kube';
import { type ChildKind, childResource } from './children.ts';
import type { DesiredScaler } from './desired.ts';
import type { ScalerView } from './view.ts';

/** What applying came to. */
export interface AppliedScaler {
  /** The object as the server answered with; undefined where nothing was written. */
  readonly written: KubeObject | undefined;
  readonly refusal: ScalerView['refusal'];
  /** What was done, for the people who read events. */
  readonly deed: ScalerDeed | undefined;
}

/** Something that was done to an object. `detail` says who had changed it, where it was repaired. */
export interface ScalerDeed {
  readonly verb: 'Created' | 'Updated' | 'Repaired' | 'Deleted';
  readonly child: ChildKind;
  readonly detail?: string;
}

const nothing: AppliedScaler = { written: undefined, refusal: undefined, deed: undefined };

/**
 * Makes the object as desired, or takes back what is no longer. A refusal that a person has to read is a value; what
 * may heal by itself is thrown.
 */
export const applyScaler = async (
  applier: Pick<Applier, 'apply' | 'delete'>,
  scaler: PredictiveScaler,
  desired: DesiredScaler,
  signal: AbortSignal,
): Promise<AppliedScaler> => {
  if (desired.kind === 'Wait') return nothing;
  if (desired.kind === 'Withdraw') return await withdraw(applier, scaler, desired.children, signal);
  return await applyChild(applier, scaler, desired, signal);
};

/** Makes one object of a scaler as desired; a refusal is a value. */
export const applyChild = (
  applier: Pick<Applier, 'apply'>,
  scaler: PredictiveScaler,
  { child, object }: { readonly child: ChildKind; readonly object: Manifest },
  signal: AbortSignal,
): Promise<AppliedScaler> =>
  refusable(child, async () => {
    const parts = { resource: childResource[child], owner: ownerOf(scaler), desired: object };
    return told(child, await applier.apply(parts, signal));
  });

const withdraw = async (
  applier: Pick<Applier, 'delete'>,
  scaler: PredictiveScaler,
  children: readonly ChildKind[],
  signal: AbortSignal,
): Promise<AppliedScaler> => {
  const { name, namespace } = scaler.metadata;
  const key = { namespace, name: scalerChildName(name) };
  let last = nothing;
  for (const child of children) {
    last = await refusable(child, async () => {
      const parts = { resource: childResource[child], owner: ownerOf(scaler), key };
      const { kind } = await applier.delete(parts, signal);
      return kind === 'Deleted' ? { ...nothing, deed: { verb: 'Deleted', child } } : nothing;
    });
    if (last.refusal !== undefined) return last;
  }
  return last;
};

/** Turns a refusal of the API server that a person has to read into a value. */
export const refusable = async (what: string, work: () => Promise<AppliedScaler>): Promise<AppliedScaler> => {
  try {
    return await work();
  } catch (error) {
    if (!isKubeError(error, 'KUBE_FORBIDDEN', 'KUBE_INVALID', 'KUBE_BAD_REQUEST')) throw error;
    const reason = error.code === 'KUBE_FORBIDDEN' ? 'Forbidden' : 'Refused';
    return { ...nothing, refusal: { reason, what: `The ${what} was refused: ${error.message}` } };
  }
};

/** A scaler as the owner of what is made for it. */
export const ownerOf = ({ apiVersion, kind, metadata }: PredictiveScaler) => ({
  apiVersion,
  kind,
  metadata: { name: metadata.name, namespace: metadata.namespace, uid: metadata.uid },
});

const told = (child: ChildKind, outcome: ApplyOutcome): AppliedScaler => {
  switch (outcome.kind) {
    case 'Unchanged':
      return nothing;
    case 'Created':
    case 'Updated':
      return { ...nothing, written: outcome.object, deed: { verb: outcome.kind, child } };
    case 'Repaired':
      return {
        ...nothing,
        written: outcome.object,
        deed: { verb: 'Repaired', child, detail: repair(outcome) },
      };
    case 'NameConflict':
      return { ...nothing, refusal: { reason: 'NameConflict', what: outcome.message } };
    case 'Leaving':
      return { ...nothing, refusal: { reason: 'Progressing', what: outcome.message } };
    case 'Conflicted':
      return { ...nothing, refusal: { reason: 'FieldConflict', what: `The ${child}: ${outcome.message}` } };
  }
};

const repair = ({ by, fields }: Extract<ApplyOutcome, { kind: 'Repaired' }>): string => {
  const who = by.length === 0 ? 'somebody' : by.join(', ');
  return fields.length === 0
    ? `${who} had deleted it`
    : `${who} had changed ${fields.slice(0, 5).join(', ')}`;
};
