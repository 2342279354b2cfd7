import type {
  Condition,
  PredictiveScaler,
  PredictiveScalerStatus,
  ScalerConditionType,
} from '@pricecast/crds';
import { canonicalJson } from '@pricecast/kube';
import { conditionsOf } from '../judgement/conditions.ts';
import { fails, type Verdict } from '../judgement/verdict.ts';
import type { WriteDecision } from '../status/write-decision.ts';
import { liveChild, wantedChild } from './children.ts';
import { scaledObjectTolerance } from './live-scaled-object.ts';
import { toleranceOf } from './live-scaler.ts';
import { shadowStatus } from './shadow/judge-shadow.ts';
import { scalerVerdicts } from './verdicts.ts';
import type { ScalerView } from './view.ts';

/** The conditions that the operator writes; all others are the adapter's. */
const ownTypes: readonly string[] = [
  'Ready',
  'ScalerReady',
  'TargetFound',
  'Conflict',
] satisfies ScalerConditionType[];

/** The operator's part of a scaler's status. */
export const scalerStatus = (view: ScalerView, now: Date): PredictiveScalerStatus => ({
  ...answer(view.scaler, now, { ...scalerVerdicts(view) }),
  ...rendered(view),
  ...shadowStatus(view.rehearsal),
});

/** What acts for the scaler. Its tolerance is read back: the adapter steps past the band that it leaves. */
const rendered = (view: ScalerView): Pick<PredictiveScalerStatus, 'scaler'> => {
  const { scaler, hpa, scaledObject, rival, refusal } = view;
  const kind = wantedChild(scaler);
  const live = kind === undefined ? undefined : liveChild(view, kind);
  if (kind === undefined || live === undefined || rival !== undefined || refusal !== undefined) return {};
  const tolerance =
    kind === 'ScaledObject' ? scaledObjectTolerance(scaledObject ?? live) : toleranceOf(hpa ?? live);
  return { scaler: { kind, name: live.metadata.name, tolerance } };
};

/** The status of a scaler whose stored spec this version cannot read. */
export const invalidScalerStatus = (
  scaler: PredictiveScaler,
  message: string,
  now: Date,
): PredictiveScalerStatus => answer(scaler, now, { Ready: fails('SpecInvalid', message) });

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

/** Whether the adapter's part of a status differs in what the operator judges by; its numbers do not count. */
export const adapterSpoke = (
  before: PredictiveScalerStatus | undefined,
  after: PredictiveScalerStatus | undefined,
): boolean => {
  const said = (status: PredictiveScalerStatus | undefined) =>
    canonicalJson([
      status?.decision?.reason,
      status?.stage,
      // In mode Floor the operator acts on the number itself.
      status?.stage === 'Floor' ? status.decision?.desiredReplicas : undefined,
      (status?.conditions ?? [])
        .filter(({ type }) => !ownTypes.includes(type))
        .map(({ type, status: state, reason }) => [type, state, reason].join(' '))
        .toSorted(),
    ]);
  return said(before) !== said(after);
};

/** Shortest time between two writes that only move the words of a message, in seconds. */
const wordsEverySeconds = 30;

/** The adapter writes to the same status, so only the operator's own part is compared. Words alone may wait. */
export const decideScalerWrite = (
  stored: PredictiveScalerStatus | undefined,
  next: PredictiveScalerStatus,
  sinceLastWriteSeconds: number,
): WriteDecision => {
  if (face(stored) === face(next)) return { kind: 'Skip' };
  const waitSeconds = wordsEverySeconds - sinceLastWriteSeconds;
  const wordsOnly = face(stored, 'WithoutWords') === face(next, 'WithoutWords');
  return wordsOnly && waitSeconds > 0 ? { kind: 'Later', waitSeconds } : { kind: 'Write' };
};

/** What a rehearsal asks for may change with every look of its HPA, and counts as words. */
const face = (status: PredictiveScalerStatus | undefined, words?: 'WithoutWords'): string => {
  const shown = (condition: Condition): Condition =>
    words === undefined ? condition : { ...condition, message: '' };
  const conditions = own(status?.conditions).map((condition) => [condition.type, shown(condition)]);
  const shadow = words === undefined ? status?.shadow : undefined;
  return canonicalJson([status?.observedGeneration, Object.fromEntries(conditions), status?.scaler, shadow]);
};
