import { type Condition, isReason, type PredictiveScalerStatus } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import { holds, unknown, type Verdict } from '../judgement/verdict.ts';
import type { View } from './view.ts';

/** What a scaler of a stage says of itself. */
export const readyOfScaler = ({ status }: Manifest): Condition | undefined =>
  (status as PredictiveScalerStatus | undefined)?.conditions?.find(({ type }) => type === 'Ready');

/**
 * How the scalers of a pipeline do; undefined where it has none. It does not count into Ready: a pipeline works with
 * the pods that it has.
 */
export const scalersVerdict = ({ children }: Pick<View, 'children'>): Verdict | undefined => {
  const scalers = children.filter(({ kind }) => kind === 'PredictiveScaler');
  if (scalers.length === 0) return undefined;
  const troubled = scalers.find((scaler) => readyOfScaler(scaler)?.status !== 'True');
  if (troubled === undefined) return holds('ScalersReady', 'Every scaler works');
  const { name } = troubled.metadata;
  const ready = readyOfScaler(troubled);
  if (ready === undefined) return unknown('ScalerPending', `PredictiveScaler ${name} was not answered yet`);
  const reason = isReason(ready.reason) ? ready.reason : 'ScalerFailing';
  return { status: ready.status, reason, what: `PredictiveScaler ${name} says ${ready.reason}` };
};
