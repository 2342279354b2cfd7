import type { Reason } from '@pricecast/crds';
import { fails, holds, unknown, type Verdict } from '../judgement/verdict.ts';
import type { HpaCondition, LiveHpa } from './live-scaler.ts';

/** What an HPA says about one of its conditions, and what that means to us. */
const meanings: Readonly<Record<string, Reason>> = {
  FailedGetObjectMetric: 'MetricUnavailable',
  FailedGetResourceMetric: 'MetricUnavailable',
  FailedGetScale: 'TargetNotScalable',
  AmbiguousSelector: 'AnotherScaler',
  ScalingDisabled: 'ScaledToZero',
};

const longestQuote = 300;
const quote = (text: string): string => {
  const bare = text.replace(/[.\s]+$/, '');
  return bare.length <= longestQuote ? bare : `${bare.slice(0, longestQuote)}…`;
};

/**
 * What an HPA says of itself:
 *
 * | AbleToScale | ScalingActive | verdict |
 * |---|---|---|
 * | False | | False, with the reason that fits |
 * | | False | False, with the reason that fits |
 * | absent | absent | Unknown, ScalerPending |
 * | else | | True |
 */
export const judgeHpa = ({ metadata, status }: LiveHpa): Verdict => {
  const conditions = status?.conditions ?? [];
  const find = (type: string) => conditions.find((condition) => condition.type === type);
  const [able, active] = [find('AbleToScale'), find('ScalingActive')];
  const failing = [able, active].find((condition) => condition?.status === 'False');
  const called = `HorizontalPodAutoscaler ${metadata.name}`;
  if (failing !== undefined) return complaint(called, failing);
  if (able === undefined || active === undefined)
    return unknown('ScalerPending', `${called} has not been looked at by its controller yet`);
  return holds('ScalerReady', `${called} acts on the decisions`);
};

const complaint = (
  called: string,
  { reason = '', message = '', lastTransitionTime }: HpaCondition,
): Verdict =>
  fails(
    meanings[reason] ?? 'ScalerFailing',
    `${called} says ${reason}: ${quote(message)}`,
    lastTransitionTime,
  );
