import { type Component, isReason, type Reason } from '@pricecast/crds';
import type { StageCondition } from '@pricecast/runtime';
import { type Check, fails, unknown } from '../../judgement/verdict.ts';
import type { ReportReading } from '../observed.ts';
import { addressOf, isReady } from '../pod.ts';
import { podProblem } from '../pod-problems.ts';
import type { View } from '../view.ts';
import { creationFailure, podsOf, rolloutOf, type WantedWorkload, wantedWorkloads } from '../workloads.ts';

const workloadsOf = ({ pipeline }: View, components: readonly Component[]): WantedWorkload[] =>
  wantedWorkloads(pipeline).filter(({ component }) => components.includes(component));

const reportsOf = ({ pods, reports }: View, components: readonly Component[]): [string, ReportReading][] =>
  podsOf(pods, ...components).flatMap(({ metadata }) => {
    const reading = reports.get(metadata.name);
    return reading === undefined ? [] : [[metadata.name, reading]];
  });

/** Finds a pod that shows a cause by itself. */
export const podFails =
  (...components: readonly Component[]): Check<View> =>
  ({ pods }) => {
    const problem = podProblem(podsOf(pods, ...components));
    return problem && fails(problem.reason, problem.what, problem.since);
  };

/** Finds a workload whose pods the API server refuses. */
export const podCannotBeCreated =
  (...components: readonly Component[]): Check<View> =>
  (view) => {
    for (const workload of workloadsOf(view, components)) {
      const failure = creationFailure(view.children, workload);
      if (failure === undefined) continue;
      const what = `${workload.kind} ${workload.name} cannot create its pod: ${failure.message}`;
      return fails('Refused', what, failure.lastTransitionTime);
    }
    return undefined;
  };

/** Finds a workload that is not made yet; `waitsFor` completes the sentence. */
export const workloadIsAbsent =
  (waitsFor: (view: View) => string, ...components: readonly Component[]): Check<View> =>
  (view) => {
    const absent = workloadsOf(view, components).find(
      (workload) => rolloutOf(view.children, workload).kind === 'Absent',
    );
    if (absent === undefined) return undefined;
    return fails('Progressing', `${absent.kind} ${absent.name} is made when ${waitsFor(view)}`);
  };

/** A report names its reason in our words; one that this version does not know is still a pod that is not ready. */
const reasonOf = ({ reason }: StageCondition): Reason => (isReason(reason) ? reason : 'PodsNotReady');

const sayingOf = ({ message }: StageCondition): string => message.replace(/[.\s]+$/, '');

/** Finds a report in which something does not hold. */
export const stageComplains =
  (...components: readonly Component[]): Check<View> =>
  (view) => {
    for (const [pod, reading] of reportsOf(view, components)) {
      if (reading.kind === 'Unavailable') continue;
      const complaint = reading.report.conditions.find(({ status }) => status === 'False');
      if (complaint === undefined) continue;
      return fails(reasonOf(complaint), `Pod ${pod} reports: ${sayingOf(complaint)}`, complaint.since);
    }
    return undefined;
  };

/** What a pod that is not ready is busy with, in its own words. */
const stageIsBusy = (view: View, components: readonly Component[]): string | undefined => {
  for (const [pod, reading] of reportsOf(view, components)) {
    if (reading.kind === 'Unavailable') continue;
    const open = reading.report.conditions.find(({ status }) => status === 'Unknown');
    if (open !== undefined) return `pod ${pod} reports: ${sayingOf(open)}`;
  }
  return undefined;
};

/** Finds a workload without enough ready pods of its newest version. */
export const podIsNotReady =
  (...components: readonly Component[]): Check<View> =>
  (view) => {
    const late = workloadsOf(view, components).find((workload) => {
      const rollout = rolloutOf(view.children, workload);
      return rollout.kind === 'Absent' || !rollout.done;
    });
    if (late === undefined) return undefined;
    const what = `${late.kind} ${late.name} has no ready pod of its newest version yet`;
    const busy = stageIsBusy(view, components);
    return fails('PodsNotReady', busy === undefined ? what : `${what}; ${busy}`);
  };

/** Finds a ready pod that gives no report. */
export const stageIsSilent =
  (...components: readonly Component[]): Check<View> =>
  ({ pods, reports }) => {
    for (const pod of podsOf(pods, ...components)) {
      if (addressOf(pod) === undefined || !isReady(pod)) continue;
      const reading = reports.get(pod.metadata.name);
      if (reading?.kind === 'Report') continue;
      const why = reading === undefined ? 'it was not asked yet' : reading.what;
      return unknown('ReportUnavailable', `Pod ${pod.metadata.name} gives no report: ${why}`);
    }
    return undefined;
  };
