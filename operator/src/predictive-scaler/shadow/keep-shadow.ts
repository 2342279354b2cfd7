import { operatorReplicasFieldManager, type PredictiveScaler, scalerShadowName } from '@pricecast/crds';
import { type Applier, formatKey, type KubeClient, type KubeObject, type OwnWrites } from '@pricecast/kube';
import { resources } from '../../resources.ts';
import { type AppliedScaler, applyChild, ownerOf, refusable } from '../apply.ts';
import type { LiveHpa } from '../live-scaler.ts';
import type { ObservedScaler } from '../observed.ts';
import { type DesiredShadow, desiredShadow } from './desired-shadow.ts';
import type { LiveTwin } from './live-shadow.ts';
import { twinStatus } from './manifests.ts';
import type { ShadowOutcome } from './shadow-outcome.ts';

/** What keeping a shadow needs. */
export interface ShadowPorts {
  readonly client: Pick<KubeClient, 'as' | 'forceApplyStatus'>;
  readonly applier: Pick<Applier, 'apply' | 'delete'>;
  readonly ownWrites: Pick<OwnWrites, 'record'>;
}

/**
 * Lets a real HPA rehearse for a scaler that asks for it, at a twin of its target that has no pods; takes both away
 * from one that does not. Undefined for the latter. The target is never touched. Throws `KubeError`.
 */
export const keepShadow = async (
  ports: ShadowPorts,
  observed: ObservedScaler,
  signal: AbortSignal,
): Promise<ShadowOutcome | undefined> => {
  const desired = desiredShadow(observed);
  switch (desired.kind) {
    case 'Withdraw':
      await withdraw(ports, observed.scaler, desired.objects, signal);
      return undefined;
    case 'Wait':
      return { kind: 'Waiting' };
    case 'Begin':
      return await begin(ports, observed, desired, signal);
    case 'Keep':
      return await keep(ports, observed, desired, signal);
  }
};

const withdraw = async (
  { applier }: ShadowPorts,
  scaler: PredictiveScaler,
  objects: Extract<DesiredShadow, { kind: 'Withdraw' }>['objects'],
  signal: AbortSignal,
): Promise<void> => {
  const { namespace, name } = scaler.metadata;
  const key = { namespace, name: scalerShadowName(name) };
  for (const object of objects) {
    const resource = object === 'hpa' ? resources.hpas : resources.shadowWorkloads;
    await applier.delete({ resource, owner: ownerOf(scaler), key }, signal);
  }
};

/** The number is set once, under the field manager of such numbers, so that it is the HPA's from then on. */
const begin = async (
  ports: ShadowPorts,
  observed: ObservedScaler,
  { twin }: Extract<DesiredShadow, { kind: 'Begin' }>,
  signal: AbortSignal,
): Promise<ShadowOutcome> => {
  const made = await refusable(twin.kind, async () => {
    const scaling = ports.client.as(operatorReplicasFieldManager);
    const written = await scaling.apply(resources.shadowWorkloads, twin, { signal });
    return { written: noted(ports, observed.scaler, written), refusal: undefined, deed: undefined };
  });
  if (made.written === undefined) return refused(made);
  const shadow = { ...observed.shadow, twin: made.written };
  const desired = desiredShadow({ ...observed, shadow });
  return desired.kind === 'Keep' ? await keep(ports, observed, desired, signal) : { kind: 'Waiting' };
};

const keep = async (
  ports: ShadowPorts,
  observed: ObservedScaler,
  { twin, status, hpa }: Extract<DesiredShadow, { kind: 'Keep' }>,
  signal: AbortSignal,
): Promise<ShadowOutcome> => {
  const { scaler, shadow } = observed;
  if (status !== undefined) await say(ports, scaler, { ...twin, status }, signal);
  const applied = await applyChild(
    ports.applier,
    scaler,
    { child: 'HorizontalPodAutoscaler', object: hpa },
    signal,
  );
  if (applied.refusal !== undefined) return refused(applied);
  const live = (applied.written as LiveHpa | undefined) ?? shadow.hpa;
  const { replicas = 0 } = twinStatus(twin);
  return { kind: 'Kept', replicas, hpa: live, wasMade: applied.deed?.verb === 'Created' };
};

/** The uid makes the server refuse a twin that was made anew. */
const say = async (
  ports: ShadowPorts,
  scaler: PredictiveScaler,
  { apiVersion, kind, metadata: { name, namespace, uid }, status }: LiveTwin,
  signal: AbortSignal,
): Promise<void> => {
  const body = { apiVersion, kind, metadata: { name, namespace, uid }, status };
  noted(ports, scaler, await ports.client.forceApplyStatus(resources.shadowWorkloads, body, { signal }));
};

const noted = <T extends KubeObject>({ ownWrites }: ShadowPorts, scaler: PredictiveScaler, written: T): T => {
  ownWrites.record(formatKey(scaler.metadata), resources.shadowWorkloads, written);
  return written;
};

const refused = ({ refusal }: AppliedScaler): ShadowOutcome =>
  refusal === undefined ? { kind: 'Waiting' } : { kind: 'Refused', ...refusal };
