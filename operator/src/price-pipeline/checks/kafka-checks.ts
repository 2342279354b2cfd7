import { type Check, fails, unknown } from '../../judgement/verdict.ts';
import { volumeClaimOf } from '../kafka-volume.ts';
import { podProblem } from '../pod-problems.ts';
import type { View } from '../view.ts';
import { creationFailure, podsOf, rolloutOf, wantedWorkloads } from '../workloads.ts';
import { childIsRefused } from './refusal-checks.ts';

const brokerOf = ({ pipeline }: View) =>
  wantedWorkloads(pipeline).find(({ component }) => component === 'kafka');

const modeIsNotBuilt: Check<View> = ({ pipeline: { spec } }) =>
  spec.kafka.mode === 'Strimzi'
    ? fails('NotBuiltYet', 'spec.kafka.mode Strimzi is not built yet')
    : undefined;

const secretIsMissing: Check<View> = ({ credentials }) =>
  credentials.kind === 'Missing' ? fails(credentials.reason, credentials.what) : undefined;

const volumeIsLost: Check<View> = (view) => {
  const claim = volumeClaimOf(view.pipeline, view.children);
  if (claim?.status?.phase !== 'Lost') return undefined;
  return fails('VolumeLost', `The volume of PersistentVolumeClaim ${claim.metadata.name} is gone`);
};

/**
 * A pod that waits for its volume is unschedulable; what the user can do about it lies with the volume. A volume
 * that is bound to its first consumer is pending too while no node takes that one, so the scheduler's words decide.
 */
const podFails: Check<View> = (view) => {
  const problem = podProblem(podsOf(view.pods, 'kafka'));
  if (problem === undefined) return undefined;
  const claim = volumeClaimOf(view.pipeline, view.children);
  if (
    problem.reason === 'Unschedulable' &&
    claim?.status?.phase === 'Pending' &&
    aboutVolumes.test(problem.what)
  ) {
    const what = `PersistentVolumeClaim ${claim.metadata.name} has no volume. ${problem.what}`;
    return fails('VolumePending', what, problem.since);
  }
  return fails(problem.reason, problem.what, problem.since);
};

const aboutVolumes = /persistent ?volume/i;

const podCannotBeCreated: Check<View> = (view) => {
  const broker = brokerOf(view);
  const failure = broker && creationFailure(view.children, broker);
  return failure && fails('Refused', `StatefulSet ${broker.name} cannot create its pod: ${failure.message}`);
};

const brokerIsStarting: Check<View> = (view) => {
  const broker = brokerOf(view);
  if (broker === undefined) return undefined;
  const rollout = rolloutOf(view.children, broker);
  if (rollout.kind === 'Present' && rollout.done) return undefined;
  return fails('Progressing', `StatefulSet ${broker.name} has no ready pod of its newest version yet`);
};

const brokersDoNotAnswer: Check<View> = ({ kafka }) => {
  if (kafka.kind === 'Failed') return fails(kafka.reason, kafka.what);
  return kafka.kind === 'NotAsked' ? unknown('Progressing', 'The brokers were not asked yet') : undefined;
};

/** What can keep KafkaReady from holding, in this order. */
export const kafkaChecks: readonly Check<View>[] = [
  modeIsNotBuilt,
  childIsRefused('kafka'),
  secretIsMissing,
  volumeIsLost,
  podFails,
  podCannotBeCreated,
  brokerIsStarting,
  brokersDoNotAnswer,
];
