import type { PredictiveScalerStatus } from '@pricecast/crds';
import { fails, holds, unknown, type Verdict } from '../../judgement/verdict.ts';
import { judgeHpa } from '../judge-hpa.ts';
import { toleranceOf } from '../live-scaler.ts';
import type { TargetReading } from '../observed.ts';
import type { ShadowOutcome } from './shadow-outcome.ts';

/** Whether a scaler can rehearse, as its condition `ScalerReady` says. */
export const judgeShadow = (outcome: ShadowOutcome, target: TargetReading): Verdict => {
  switch (outcome.kind) {
    case 'Waiting': {
      const why = target.kind === 'Found' ? 'being made' : 'made when the target exists';
      return unknown('ScalerPending', `The shadow of the target is ${why}`);
    }
    case 'Refused':
      return fails(outcome.reason, outcome.what);
    case 'Kept':
      return kept(outcome);
  }
};

const kept = ({ hpa, replicas }: Extract<ShadowOutcome, { kind: 'Kept' }>): Verdict => {
  if (hpa === undefined) return unknown('ScalerPending', 'The HPA of the shadow is being made');
  const verdict = judgeHpa(hpa);
  if (verdict.status !== 'True') return verdict;
  const called = `HorizontalPodAutoscaler ${hpa.metadata.name}`;
  return holds('Shadowing', `${called} would ask for ${replicas} pods; it rehearses, and nothing is scaled`);
};

/** What the status shows of a shadow: nothing where there is none, for missing is never zero. */
export const shadowStatus = (outcome: ShadowOutcome | undefined): Pick<PredictiveScalerStatus, 'shadow'> => {
  if (outcome?.kind !== 'Kept') return {};
  const { replicas, hpa } = outcome;
  return { shadow: { replicas, ...(hpa === undefined ? {} : { tolerance: toleranceOf(hpa) }) } };
};
