import { isReason } from '@pricecast/crds';
import { fails, holds, unknown, type Verdict } from '../judgement/verdict.ts';
import { wantedChild } from './children.ts';
import { floorConflict, judgeFloor } from './floor/judge-floor.ts';
import { judgeHpa } from './judge-hpa.ts';
import { judgeScaledObject } from './judge-scaled-object.ts';
import { judgeShadow } from './shadow/judge-shadow.ts';
import type { ScalerView } from './view.ts';

/** What the operator has found out about a scaler. `Conflict` is there only while it holds. */
export interface ScalerVerdicts {
  readonly Ready: Verdict;
  readonly ScalerReady: Verdict;
  readonly TargetFound: Verdict;
  readonly Conflict?: Verdict;
}

/** Judges a scaler. */
export const scalerVerdicts = (view: ScalerView): ScalerVerdicts => {
  const target = targetFound(view);
  const scaler = scalerReady(view);
  const rival = conflictOf(view);
  const conflict = rival === undefined ? {} : { Conflict: rival };
  return { Ready: readiness(view, target, scaler), ScalerReady: scaler, TargetFound: target, ...conflict };
};

/**
 * | target | TargetFound |
 * |---|---|
 * | exists | True |
 * | does not exist | False, TargetNotFound |
 * | of a kind that the operator may not look at | False, TargetNotScalable |
 */
const targetFound = ({ scaler: { metadata, spec }, target }: ScalerView): Verdict => {
  const called = `${spec.targetRef.kind} ${spec.targetRef.name}`;
  switch (target.kind) {
    case 'Found':
      return holds('TargetFound', `${called} exists`);
    case 'NotFound':
      return fails('TargetNotFound', `${called} does not exist in namespace ${metadata.namespace}`);
    case 'NotScalable':
      return fails('TargetNotScalable', `${called} is of a kind that the operator has no right to scale`);
  }
};

const conflictOf = ({ rival, floor }: ScalerView): Verdict | undefined =>
  rival === undefined ? floorConflict(floor) : rivalry(rival);

const rivalry = (rival: string): Verdict => ({
  status: 'True',
  reason: 'AnotherScaler',
  what: `${rival} scales the same target and came first, so this scaler makes nothing`,
});

const scalerReady = (view: ScalerView): Verdict => {
  const { scaler, target, hpa, scaledObject, rival, refusal, keda, floor, rehearsal } = view;
  const { mode, scaler: kind } = scaler.spec;
  if (floor !== undefined) return judgeFloor(floor);
  if (rehearsal !== undefined) return judgeShadow(rehearsal, target);
  const child = wantedChild(scaler);
  if (child === undefined)
    return holds('NothingToRender', `Mode ${mode} with scaler ${kind} makes no object`);
  if (rival !== undefined) return fails('AnotherScaler', `${rival} scales the same target and came first`);
  if (refusal !== undefined) return fails(refusal.reason, refusal.what);
  if (child === 'ScaledObject' && keda.kind === 'Absent')
    return fails('KedaMissing', 'The cluster knows no ScaledObjects: KEDA is not installed');
  if (child === 'ScaledObject' && scaledObject !== undefined) return judgeScaledObject(scaledObject);
  if (child === 'HorizontalPodAutoscaler' && hpa !== undefined) return judgeHpa(hpa);
  const why = target.kind === 'Found' ? 'being made' : 'made when the target exists';
  return unknown('ScalerPending', `The ${child} is ${why}`);
};

/**
 * What keeps a scaler from doing what its mode allows, the most basic first; else the reason of the adapter's
 * newest decision, so that the column of reasons says what drives the pods.
 */
const readiness = (view: ScalerView, target: Verdict, scaler: Verdict): Verdict => {
  if (target.status !== 'True') return target;
  if (decisive.has(scaler.reason)) return scaler;
  return adapterTrouble(view) ?? (scaler.status === 'True' ? working(view) : scaler);
};

/** Reasons for which nothing happens, whatever the adapter says. */
const decisive: ReadonlySet<string> = new Set([
  'AnotherScaler',
  'KedaMissing',
  'HpaMissing',
  'FieldConflict',
]);

const adapterTrouble = ({ scaler, metricApi }: ScalerView): Verdict | undefined => {
  const { status } = scaler;
  const fresh = status?.conditions?.find(({ type }) => type === 'DemandFresh');
  if (fresh === undefined) {
    const what = metricApi.kind === 'Unavailable' ? `: ${metricApi.what}` : '';
    return unknown('AdapterSilent', `The adapter has not answered for this scaler yet${what}`);
  }
  // KEDA asks the adapter itself, past the metric APIs.
  if (metricApi.kind === 'Unavailable' && wantedChild(scaler) !== 'ScaledObject')
    return fails('AdapterSilent', metricApi.what);
  if (fresh.status === 'True') return undefined;
  const reason = isReason(fresh.reason) ? fresh.reason : 'DemandStale';
  const what = fresh.message.replace(/[.\s]+$/, '');
  return { status: fresh.status, reason, what, since: fresh.lastTransitionTime };
};

const working = ({ scaler: { spec, status } }: ScalerView): Verdict => {
  const { reason = '', message } = status?.decision ?? {};
  if (isReason(reason)) return holds(reason, message?.replace(/[.\s]+$/, '') ?? 'The adapter decides');
  return spec.mode === 'Observe'
    ? holds('Observing', 'Forecasts and metrics are published, and nothing is scaled')
    : holds('ScalerReady', 'The target is scaled by the decisions of the adapter');
};
