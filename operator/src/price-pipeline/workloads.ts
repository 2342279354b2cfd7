import { type Component, childNames, labelKeys, type PricePipeline } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import { type ChildRef, findChild } from './children.ts';
import { asWorkload } from './live.ts';
import type { Pod } from './pod.ts';
import { leastReplicas, scaledStages } from './scaled-stages.ts';
import { collectorShards } from './shards.ts';

/** A Deployment or StatefulSet that the pipeline wants. */
export interface WantedWorkload extends ChildRef {
  readonly component: Component;
  /** Pods that it has to have. */
  readonly replicas: number;
  /** Whether somebody else says how many pods there are; `replicas` are then the fewest. */
  readonly scaled: boolean;
}

/** Every workload that the spec wants, whether it exists or not. */
export const wantedWorkloads = ({ metadata, spec }: PricePipeline): WantedWorkload[] => {
  const { name: pipeline } = metadata;
  const kafka: WantedWorkload[] =
    spec.kafka.mode === 'Embedded'
      ? [
          {
            kind: 'StatefulSet',
            name: childNames.kafka(pipeline),
            component: 'kafka',
            replicas: 1,
            scaled: false,
          },
        ]
      : [];
  const exchanges = spec.sources
    .filter(({ type }) => type === 'Replay')
    .map(({ name }): WantedWorkload => {
      return {
        kind: 'Deployment',
        name: childNames.exchange(pipeline, name),
        component: 'exchange',
        replicas: 1,
        scaled: false,
      };
    });
  const collectors = collectorShards(spec).map(
    ({ source, index }): WantedWorkload => ({
      kind: 'Deployment',
      name: childNames.collector(pipeline, source.name, index),
      component: 'collector',
      replicas: spec.suspend ? 0 : 1,
      scaled: false,
    }),
  );
  const stages = scaledStages(spec).map(
    (stage): WantedWorkload => ({
      kind: 'Deployment',
      name: childNames.stage(pipeline, stage.name),
      component: stage.name,
      replicas: leastReplicas(stage),
      scaled: true,
    }),
  );
  return [...kafka, ...exchanges, ...collectors, ...stages];
};

/** How far a workload is on its way to its spec. */
export type Rollout =
  | { readonly kind: 'Absent' }
  /** `done` means that enough pods are of the newest template and ready, and no older one is left. */
  | { readonly kind: 'Present'; readonly done: boolean; readonly ready: number; readonly wanted: number };

/**
 * The rollout of one wanted workload. One that is scaled is done while more pods start, and while it has fewer
 * because somebody scaled it so.
 */
export const rolloutOf = (children: readonly Manifest[], wanted: WantedWorkload): Rollout => {
  const live = asWorkload(findChild(children, wanted));
  if (live === undefined) return { kind: 'Absent' };
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, readyReplicas = 0 } = live.status ?? {};
  const seen = observedGeneration >= (live.metadata.generation ?? 1);
  if (wanted.scaled) {
    const asked = live.spec?.replicas ?? 1;
    const done = seen && updatedReplicas === replicas && readyReplicas >= Math.min(asked, wanted.replicas);
    return { kind: 'Present', done, ready: readyReplicas, wanted: asked };
  }
  const done = seen && [replicas, updatedReplicas, readyReplicas].every((count) => count === wanted.replicas);
  return { kind: 'Present', done, ready: readyReplicas, wanted: wanted.replicas };
};

/** Ready and wanted pods of some workloads, as `ready/wanted`. */
export const replicaSummary = (children: readonly Manifest[], wanted: readonly WantedWorkload[]): string => {
  const counts = wanted.map((workload) => {
    const rollout = rolloutOf(children, workload);
    if (rollout.kind === 'Absent') return { ready: 0, wanted: workload.replicas };
    return { ready: Math.min(rollout.ready, rollout.wanted), wanted: rollout.wanted };
  });
  const sum = (member: 'ready' | 'wanted') => counts.reduce((total, count) => total + count[member], 0);
  return `${sum('ready')}/${sum('wanted')}`;
};

/** Why no pod of a workload could even be created, where its controller says so. */
export const creationFailure = (children: readonly Manifest[], wanted: WantedWorkload) =>
  asWorkload(findChild(children, wanted))?.status?.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );

/** The pods of some parts of the pipeline. */
export const podsOf = (pods: readonly Pod[], ...components: readonly Component[]): Pod[] =>
  pods.filter(({ metadata }) =>
    components.some((component) => metadata.labels?.[labelKeys.component] === component),
  );
