import type {
  Condition,
  PredictiveScaler,
  PredictiveScalerStatus,
  ScalerConditionType,
} from '@pricecast/crds';
import { canonicalJson } from '@pricecast/kube';
import { conditionsOf } from '../judgement/conditions.ts';
import { fails, holds, type Verdict } from '../judgement/verdict.ts';
import type { WriteDecision } from '../status/write-decision.ts';
import type { ObservedScaler } from './observed.ts';

/** The conditions that the operator writes; all others are the adapter's. */
const ownTypes: readonly string[] = [
  'Ready',
  'ScalerReady',
  'TargetFound',
  'Conflict',
] satisfies ScalerConditionType[];

const adapterIsMissing = fails(
  'AdapterSilent',
  'The spec is valid, and the adapter that forecasts and decides is not part of this version',
);

/** The operator's part of a scaler's status. */
export const scalerStatus = ({ scaler, target }: ObservedScaler, now: Date): PredictiveScalerStatus =>
  answer(scaler, now, {
    Ready: adapterIsMissing,
    ScalerReady: fails('AdapterSilent', 'No scaler is rendered without the adapter'),
    TargetFound: targetVerdict(scaler, target),
  });

/** The status of a scaler whose stored spec this version cannot read. */
export const invalidScalerStatus = (
  scaler: PredictiveScaler,
  message: string,
  now: Date,
): PredictiveScalerStatus => answer(scaler, now, { Ready: fails('SpecInvalid', message) });

/**
 * | target | TargetFound |
 * |---|---|
 * | exists | True |
 * | does not exist | False, TargetNotFound |
 * | of a kind that the operator may not look at | False, TargetNotScalable |
 */
const targetVerdict = ({ metadata, spec }: PredictiveScaler, target: ObservedScaler['target']): Verdict => {
  const { kind, name } = spec.targetRef;
  const called = `${kind} ${name}`;
  switch (target.kind) {
    case 'Found':
      return holds('TargetFound', `${called} exists`);
    case 'NotFound':
      return fails('TargetNotFound', `${called} does not exist in namespace ${metadata.namespace}`);
    case 'NotScalable':
      return fails('TargetNotScalable', `${called} is of a kind that the operator has no right to scale`);
  }
};

const own = (conditions: readonly Condition[] | undefined): Condition[] =>
  (conditions ?? []).filter(({ type }) => ownTypes.includes(type));

const answer = (
  { metadata, status }: PredictiveScaler,
  now: Date,
  verdicts: Partial<Record<ScalerConditionType, Verdict>>,
): PredictiveScalerStatus => {
  const generation = metadata.generation ?? 0;
  const typed = Object.entries(verdicts).map(([type, verdict]) => ({ type, verdict }));
  const conditions = conditionsOf(typed, { before: own(status?.conditions), generation, now });
  return { observedGeneration: generation, conditions };
};

/** The adapter writes to the same status, so only the operator's own part is compared. */
export const decideScalerWrite = (
  stored: PredictiveScalerStatus | undefined,
  next: PredictiveScalerStatus,
): WriteDecision => ({ kind: face(stored) === face(next) ? 'Skip' : 'Write' });

const face = (status: PredictiveScalerStatus | undefined): string => {
  const conditions = own(status?.conditions).map((condition) => [condition.type, condition]);
  return canonicalJson([status?.observedGeneration, Object.fromEntries(conditions)]);
};
