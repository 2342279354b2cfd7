import type { PipelineConditionType, PricePipeline, PricePipelineStatus } from '@pricecast/crds';
import { conditionsOf, type TypedVerdict } from '../judgement/conditions.ts';
import { fails, holds, unknown, type Verdict } from '../judgement/verdict.ts';
import { passesByItself } from './progress.ts';
import { scalersVerdict } from './scalers-verdict.ts';
import { type StageVerdict, stageVerdicts } from './stages.ts';
import { summaryOf } from './summary.ts';
import { unbuiltParts } from './unbuilt.ts';
import type { View } from './view.ts';

/** What a user reads before anything else is known. */
export const firstStatus = (pipeline: PricePipeline, now: Date): PricePipelineStatus => {
  const pending = unknown('Pending', 'The pipeline was seen and nothing is known about it yet');
  return withConditions(pipeline, [{ type: 'Ready', verdict: pending }], now);
};

/** The status of a pipeline whose stored spec this version cannot read. */
export const invalidStatus = (pipeline: PricePipeline, message: string, now: Date): PricePipelineStatus => {
  const verdict = fails('SpecInvalid', message);
  const stalled = { type: 'Stalled', verdict: { ...verdict, status: 'True' } } as const;
  return withConditions(pipeline, [{ type: 'Ready', verdict }, stalled], now);
};

/** Everything that a user reads about a pipeline, as it is at `now`. */
export const statusOf = (view: View, now: Date): PricePipelineStatus => {
  const stages = stageVerdicts(view);
  const ready = readiness(view, stages);
  const verdicts = [
    { type: 'Ready', verdict: ready },
    ...stages,
    ...scalers(view),
    { type: 'Supported', verdict: support(view) },
    ...whileTrue(view, stages),
  ] as const;
  return { ...withConditions(view.pipeline, verdicts, now), ...summaryOf(view) };
};

/**
 * | stages | Ready |
 * |---|---|
 * | suspended | False, Suspended |
 * | all True | True |
 * | some False | False, with the reason of the first that is False |
 * | else some Unknown | Unknown, with the reason of the first that is Unknown |
 */
const readiness = ({ pipeline }: View, stages: readonly StageVerdict[]): Verdict => {
  if (pipeline.spec.suspend) return fails('Suspended', 'The pipeline is suspended by spec.suspend');
  const failing =
    stages.find(({ verdict }) => verdict.status === 'False') ??
    stages.find(({ verdict }) => verdict.status === 'Unknown');
  if (failing === undefined) return holds('AllStagesReady', 'Every stage holds and trades arrive');
  const { type, verdict } = failing;
  return { ...verdict, what: `${type}: ${verdict.what}` };
};

const scalers = (view: View): StageVerdict[] => {
  const verdict = scalersVerdict(view);
  return verdict === undefined ? [] : [{ type: 'ScalersReady', verdict }];
};

const support = ({ pipeline }: View): Verdict => {
  const unbuilt = unbuiltParts(pipeline.spec);
  if (unbuilt.length === 0) return holds('Everything', 'Everything that the spec asks for is built');
  return fails('NotBuiltYet', `Accepted, but not built by this version: ${unbuilt.join(', ')}`);
};

/** The conditions that are present only while they are true. */
const whileTrue = (view: View, stages: readonly StageVerdict[]): StageVerdict[] => {
  const found: StageVerdict[] = [];
  const add = (type: PipelineConditionType, verdict: Verdict) =>
    found.push({ type, verdict: { ...verdict, status: 'True' } });
  const fight = view.refusals.find(({ reason }) => reason === 'FieldConflict');
  if (fight !== undefined) add('Conflicted', fails('FieldConflict', fight.what));
  if (view.pipeline.spec.suspend) {
    add('Paused', fails('Suspended', 'Collectors are stopped, because spec.suspend is true'));
    return found;
  }
  const late = stages.filter(({ verdict }) => verdict.status !== 'True');
  const stuck = late.find(({ verdict }) => !passesByItself(verdict.reason));
  if (stuck !== undefined) add('Stalled', { ...stuck.verdict, what: `${stuck.type}: ${stuck.verdict.what}` });
  else if (late[0] !== undefined)
    add('Reconciling', fails('Progressing', `${late[0].type}: ${late[0].verdict.what}`));
  return found;
};

const withConditions = (
  { metadata, status }: PricePipeline,
  verdicts: readonly TypedVerdict[],
  now: Date,
): PricePipelineStatus => {
  const generation = metadata.generation ?? 0;
  const history = { before: status?.conditions ?? [], generation, now };
  return { observedGeneration: generation, conditions: conditionsOf(verdicts, history) };
};
