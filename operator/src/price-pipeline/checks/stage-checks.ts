import type { ScalableStage } from '@pricecast/crds';
import type { Check } from '../../judgement/verdict.ts';
import { scaledStages } from '../scaled-stages.ts';
import type { View } from '../view.ts';
import { childIsRefused } from './refusal-checks.ts';
import {
  podCannotBeCreated,
  podFails,
  podIsNotReady,
  stageComplains,
  stageIsSilent,
  workloadIsAbsent,
} from './workload-checks.ts';

const waitsFor =
  (stage: ScalableStage) =>
  ({ pipeline }: View): string => {
    const stages = scaledStages(pipeline.spec).map(({ name }) => name);
    const before = stages[stages.indexOf(stage) - 1];
    return before === undefined ? 'the topics are ready' : `the ${before} works`;
  };

/** What can keep a scaled stage from being ready, in this order. */
export const stageChecks = (stage: ScalableStage): readonly Check<View>[] => [
  childIsRefused(stage),
  podFails(stage),
  podCannotBeCreated(stage),
  workloadIsAbsent(waitsFor(stage), stage),
  stageComplains(stage),
  podIsNotReady(stage),
  stageIsSilent(stage),
];
