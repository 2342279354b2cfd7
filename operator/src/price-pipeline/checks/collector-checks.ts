import { isReason, type Reason } from '@pricecast/crds';
import type { StageCondition } from '@pricecast/runtime';
import { type Check, fails, unknown } from '../../judgement/verdict.ts';
import { addressOf } from '../pod.ts';
import { podProblem } from '../pod-problems.ts';
import { collectorShards } from '../shards.ts';
import type { View } from '../view.ts';
import { creationFailure, podsOf, rolloutOf, wantedWorkloads } from '../workloads.ts';
import { childIsRefused } from './refusal-checks.ts';

const workloadsOf = ({ pipeline }: View) =>
  wantedWorkloads(pipeline).filter(({ component }) => component !== 'kafka');

const nothingIsCollected: Check<View> = ({ pipeline: { spec } }) =>
  collectorShards(spec).length === 0
    ? fails('NotBuiltYet', 'None of spec.sources is of a type and stream that this version collects')
    : undefined;

const isSuspended: Check<View> = ({ pipeline: { spec } }) =>
  spec.suspend ? fails('Suspended', 'Collectors are stopped, because spec.suspend is true') : undefined;

const podFails: Check<View> = ({ pods }) => {
  const problem = podProblem(podsOf(pods, 'collector', 'exchange'));
  return problem && fails(problem.reason, problem.what, problem.since);
};

const podCannotBeCreated: Check<View> = (view) => {
  for (const workload of workloadsOf(view)) {
    const failure = creationFailure(view.children, workload);
    if (failure === undefined) continue;
    const what = `${workload.kind} ${workload.name} cannot create its pod: ${failure.message}`;
    return fails('Refused', what, failure.lastTransitionTime);
  }
  return undefined;
};

const workloadIsAbsent: Check<View> = (view) => {
  const absent = workloadsOf(view).find((workload) => rolloutOf(view.children, workload).kind === 'Absent');
  if (absent === undefined) return undefined;
  return fails('Progressing', `${absent.kind} ${absent.name} is made when the topics are ready`);
};

/** A report names its reason in our words; one that this version does not know is still a pod that is not ready. */
const reasonOf = ({ reason }: StageCondition): Reason => (isReason(reason) ? reason : 'PodsNotReady');

const sayingOf = ({ message }: StageCondition): string => message.replace(/[.\s]+$/, '');

const stageComplains: Check<View> = ({ reports }) => {
  for (const [pod, reading] of reports) {
    if (reading.kind === 'Unavailable') continue;
    const complaint = reading.report.conditions.find(({ status }) => status === 'False');
    if (complaint === undefined) continue;
    return fails(reasonOf(complaint), `Pod ${pod} reports: ${sayingOf(complaint)}`, complaint.since);
  }
  return undefined;
};

/** What a pod that is not ready is busy with, in its own words. */
const stageIsBusy = ({ reports }: View): string | undefined => {
  for (const [pod, reading] of reports) {
    if (reading.kind === 'Unavailable') continue;
    const open = reading.report.conditions.find(({ status }) => status === 'Unknown');
    if (open !== undefined) return `pod ${pod} reports: ${sayingOf(open)}`;
  }
  return undefined;
};

const podIsNotReady: Check<View> = (view) => {
  const late = workloadsOf(view).find((workload) => {
    const rollout = rolloutOf(view.children, workload);
    return rollout.kind === 'Absent' || !rollout.done;
  });
  if (late === undefined) return undefined;
  const what = `${late.kind} ${late.name} has no ready pod of its newest version yet`;
  const busy = stageIsBusy(view);
  return fails('PodsNotReady', busy === undefined ? what : `${what}; ${busy}`);
};

const stageIsSilent: Check<View> = ({ pods, reports }) => {
  for (const pod of podsOf(pods, 'collector')) {
    if (addressOf(pod) === undefined) continue;
    const reading = reports.get(pod.metadata.name);
    if (reading?.kind === 'Report') continue;
    const why = reading === undefined ? 'it was not asked yet' : reading.what;
    return unknown('ReportUnavailable', `Pod ${pod.metadata.name} gives no report: ${why}`);
  }
  return undefined;
};

/** What can keep CollectorReady from holding, in this order. */
export const collectorChecks: readonly Check<View>[] = [
  nothingIsCollected,
  isSuspended,
  childIsRefused('collector', 'exchange'),
  podFails,
  podCannotBeCreated,
  workloadIsAbsent,
  stageComplains,
  podIsNotReady,
  stageIsSilent,
];
