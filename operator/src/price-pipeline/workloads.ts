import { type Component, childNames, labelKeys, type PricePipeline } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import { type ChildRef, findChild } from './children.ts';
import { asWorkload } from './live.ts';
import type { Pod } from './pod.ts';
import { collectorShards } from './shards.ts';

/** A Deployment or StatefulSet that the pipeline wants. */
export interface WantedWorkload extends ChildRef {
  readonly component: Component;
  readonly replicas: number;
}

/** Every workload that the spec wants, whether it exists or not. */
export const wantedWorkloads = ({ metadata, spec }: PricePipeline): WantedWorkload[] => {
  const { name: pipeline } = metadata;
  const kafka: WantedWorkload[] =
    spec.kafka.mode === 'Embedded'
      ? [{ kind: 'StatefulSet', name: childNames.kafka(pipeline), component: 'kafka', replicas: 1 }]
      : [];
  const exchanges = spec.sources
    .filter(({ type }) => type === 'Replay')
    .map(({ name }): WantedWorkload => {
      return {
        kind: 'Deployment',
        name: childNames.exchange(pipeline, name),
        component: 'exchange',
        replicas: 1,
      };
    });
  const collectors = collectorShards(spec).map(
    ({ source, index }): WantedWorkload => ({
      kind: 'Deployment',
      name: childNames.collector(pipeline, source.name, index),
      component: 'collector',
      replicas: spec.suspend ? 0 : 1,
    }),
  );
  return [...kafka, ...exchanges, ...collectors];
};

/** How far a workload is on its way to its spec. */
export type Rollout =
  | { readonly kind: 'Absent' }
  /** `done` means that every pod is of the newest template and ready, and no older one is left. */
  | { readonly kind: 'Present'; readonly done: boolean; readonly ready: number };

/** The rollout of one wanted workload. */
export const rolloutOf = (children: readonly Manifest[], wanted: WantedWorkload): Rollout => {
  const live = asWorkload(findChild(children, wanted));
  if (live === undefined) return { kind: 'Absent' };
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, readyReplicas = 0 } = live.status ?? {};
  const seen = observedGeneration >= (live.metadata.generation ?? 1);
  const done = seen && [replicas, updatedReplicas, readyReplicas].every((count) => count === wanted.replicas);
  return { kind: 'Present', done, ready: readyReplicas };
};

/** Ready pods of all wanted workloads. */
export const readyReplicas = (children: readonly Manifest[], wanted: readonly WantedWorkload[]): number =>
  wanted.reduce((sum, workload) => {
    const rollout = rolloutOf(children, workload);
    return sum + (rollout.kind === 'Present' ? Math.min(rollout.ready, workload.replicas) : 0);
  }, 0);

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
