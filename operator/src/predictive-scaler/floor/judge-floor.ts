import { fails, holds, type Verdict } from '../../judgement/verdict.ts';
import type { FloorOutcome } from './floor-outcome.ts';

/** Whether a scaler of mode Floor can act, as its condition `ScalerReady` says. */
export const judgeFloor = (outcome: FloorOutcome): Verdict => {
  switch (outcome.kind) {
    case 'Missing':
      return fails('HpaMissing', outcome.what);
    case 'Taken':
      return fails(
        'AnotherScaler',
        `${outcome.by} raises HorizontalPodAutoscaler ${outcome.hpa.metadata.name}`,
      );
    case 'Contested':
      return fails('FieldConflict', contest(outcome));
    case 'Kept':
      return holds(outcome.step.mark === undefined ? 'FloorAtRest' : 'FloorRaised', kept(outcome));
  }
};

/** What is told as `Conflict`; undefined where nobody else writes. */
export const floorConflict = (outcome: FloorOutcome | undefined): Verdict | undefined => {
  if (outcome?.kind === 'Contested')
    return { status: 'True', reason: 'FieldConflict', what: contest(outcome) };
  if (outcome?.kind === 'Taken')
    return {
      status: 'True',
      reason: 'AnotherScaler',
      what: `${outcome.by} raises the same HPA and came first`,
    };
  return undefined;
};

const contest = ({ name, seconds }: Extract<FloorOutcome, { kind: 'Contested' }>): string => {
  const who = `Another writer has set minReplicas of HorizontalPodAutoscaler ${name} twice within ten minutes`;
  return `${who}; it is left alone for ${Math.ceil(seconds / 60)} min`;
};

const kept = ({ name, step, wish }: Extract<FloorOutcome, { kind: 'Kept' }>): string => {
  const called = `minReplicas of HorizontalPodAutoscaler ${name}`;
  if (step.mark === undefined) return `${called} is your own ${step.own}`;
  const why = wish === 'Hold' ? ' and stays there, for nothing is known of the demand at present' : '';
  return `${called} is raised to ${step.minReplicas}, your own is ${step.own}${why}`;
};
