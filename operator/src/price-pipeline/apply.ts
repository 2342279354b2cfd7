import { annotationKeys, type Component, labelKeys, type PricePipeline } from '@pricecast/crds';
import { type Applier, type ApplyOutcome, isKubeError, type KubeError, type Manifest } from '@pricecast/kube';
import { resourceOfChild } from '../resources.ts';
import type { Desired } from './desired.ts';
import type { FirstReplicas } from './ports.ts';
import type { Refusal } from './view.ts';

/** What applying came to. */
export interface Applied {
  /** Children as the server answered with, in place of what was observed. */
  readonly written: readonly Manifest[];
  readonly refusals: readonly Refusal[];
  readonly deeds: readonly Deed[];
}

/** Something that was done, for the people who read events. */
export interface Deed {
  readonly verb: 'Created' | 'Updated' | 'Repaired' | 'Deleted';
  /** `Deployment btc-collector-live-0` */
  readonly what: string;
  /** Who had changed it and where, as far as is known. Only of repairs. */
  readonly detail?: string | undefined;
}

interface Ledger {
  readonly written: Manifest[];
  readonly refusals: Refusal[];
  readonly deeds: Deed[];
}

/** What children are written with. */
export interface ChildWriters {
  readonly applier: Pick<Applier, 'apply' | 'delete'>;
  readonly replicas: FirstReplicas;
}

/**
 * Makes the children as desired, in order, and deletes what is no longer wanted. A child that is refused is a
 * value and ends its chain; what may heal by itself (time-outs, a busy server) is thrown and tried again.
 */
export const applyChildren = async (
  { applier, replicas }: ChildWriters,
  pipeline: PricePipeline,
  { shared, chains, removals, beginnings }: Desired,
  signal: AbortSignal,
): Promise<Applied> => {
  const ledger: Ledger = { written: [], refusals: [], deeds: [] };
  const scribe = { applier, pipeline, ledger, signal };
  if (await applyChain(scribe, shared)) {
    for (const chain of chains) await applyChain(scribe, chain);
  }
  for (const child of removals) await remove(scribe, child);
  const owner = { name: pipeline.metadata.name, namespace: pipeline.metadata.namespace };
  for (const beginning of beginnings) ledger.written.push(await replicas.set(owner, beginning, signal));
  return ledger;
};

interface Scribe extends Pick<ChildWriters, 'applier'> {
  readonly pipeline: PricePipeline;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
}

/** Applies until the first refusal; says whether there was none. */
const applyChain = async (scribe: Scribe, chain: readonly Manifest[]): Promise<boolean> => {
  for (const child of chain) {
    if (!(await applyOne(scribe, child))) return false;
  }
  return true;
};

const applyOne = async (scribe: Scribe, child: Manifest): Promise<boolean> => {
  const { applier, pipeline, ledger, signal } = scribe;
  try {
    const request = {
      resource: resourceOfChild(child),
      desired: child,
      owner: ownerOf(pipeline),
      ...recognition(child),
    };
    const outcome = await applier.apply(request, signal);
    note(ledger, child, outcome);
    const refusal = refusalOf(child, outcome);
    if (refusal !== undefined) ledger.refusals.push(refusal);
    return refusal === undefined;
  } catch (error) {
    ledger.refusals.push(refusedBy(child, error));
    return false;
  }
};

const remove = async ({ applier, pipeline, ledger, signal }: Scribe, child: Manifest): Promise<void> => {
  const { name, namespace = '' } = child.metadata;
  const request = { resource: resourceOfChild(child), owner: ownerOf(pipeline), key: { name, namespace } };
  try {
    const { kind } = await applier.delete(request, signal);
    if (kind === 'Deleted') ledger.deeds.push({ verb: 'Deleted', what: called(child) });
  } catch (error) {
    ledger.refusals.push(refusedBy(child, error));
  }
};

const ownerOf = ({ apiVersion, kind, metadata }: PricePipeline) => ({
  apiVersion,
  kind,
  metadata: { name: metadata.name, namespace: metadata.namespace, uid: metadata.uid },
});

/** A volume claim that was retained has no owner: it is known by our labels and by the cluster id on it. */
const recognition = (child: Manifest) =>
  child.kind === 'PersistentVolumeClaim' ? { recognises: isRetainedBy(child) } : {};

const isRetainedBy = (wanted: Manifest) => (live: Pick<Manifest, 'metadata'>) =>
  [labelKeys.managedBy, labelKeys.pipeline].every(
    (key) => live.metadata.labels?.[key] === wanted.metadata.labels?.[key],
  ) && live.metadata.annotations?.[annotationKeys.kafkaClusterId] !== undefined;

const called = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

const note = (ledger: Ledger, child: Manifest, outcome: ApplyOutcome): void => {
  if (outcome.kind !== 'Created' && outcome.kind !== 'Updated' && outcome.kind !== 'Repaired') return;
  ledger.written.push(outcome.object);
  const detail = outcome.kind === 'Repaired' ? repairDetail(outcome) : undefined;
  ledger.deeds.push({ verb: outcome.kind, what: called(child), detail });
};

const repairDetail = ({ by, fields }: Extract<ApplyOutcome, { kind: 'Repaired' }>): string => {
  const who = by.length === 0 ? 'Somebody' : by.join(', ');
  return fields.length === 0
    ? `${who} had deleted it`
    : `${who} had changed ${fields.slice(0, 5).join(', ')}`;
};

const componentOf = ({ metadata }: Manifest): Component | undefined =>
  metadata.labels?.[labelKeys.component] as Component | undefined;

const refusalOf = (child: Manifest, outcome: ApplyOutcome): Refusal | undefined => {
  const component = componentOf(child);
  switch (outcome.kind) {
    case 'NameConflict':
      return { component, reason: 'NameConflict', what: outcome.message };
    case 'Leaving':
      return { component, reason: 'Progressing', what: outcome.message };
    case 'Conflicted':
      return { component, reason: 'FieldConflict', what: `${called(child)}: ${outcome.message}` };
    case 'Unchanged':
    case 'Created':
    case 'Updated':
    case 'Repaired':
      return undefined;
  }
};

const lacksRight = /cannot \w+ resource/;

/** A refusal that a person has to read; everything else is thrown on. */
const refusedBy = (child: Manifest, error: unknown): Refusal => {
  if (!isKubeError(error, 'KUBE_FORBIDDEN', 'KUBE_INVALID', 'KUBE_BAD_REQUEST')) throw error;
  const reason = isMissingRight(error) ? 'Forbidden' : 'Refused';
  return { component: componentOf(child), reason, what: `${called(child)} was refused: ${error.message}` };
};

/** A 403 comes from RBAC as well as from quotas and admission; only the first names verb and resource. */
const isMissingRight = (error: KubeError): boolean =>
  error.code === 'KUBE_FORBIDDEN' && lacksRight.test(error.message);
