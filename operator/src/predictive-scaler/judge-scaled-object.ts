import { fails, holds, unknown, type Verdict } from '../judgement/verdict.ts';
import type { LiveScaledObject } from './live-scaled-object.ts';

const longestQuote = 300;

/**
 * What a ScaledObject says of itself by its condition `Ready`: False with the words of KEDA, Unknown before KEDA has
 * looked at it. Whether the target sleeps or is awake is KEDA's own decision and no fault.
 */
export const judgeScaledObject = ({ metadata, status }: LiveScaledObject): Verdict => {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const called = `ScaledObject ${metadata.name}`;
  if (ready?.status === 'True') return holds('ScalerReady', `${called} acts on the decisions`);
  if (ready?.status !== 'False')
    return unknown('ScalerPending', `${called} has not been looked at by KEDA yet`);
  const { reason = 'NotReady', message = '' } = ready;
  return fails('ScalerFailing', `${called} says ${reason}: ${message.slice(0, longestQuote)}`.trim());
};
