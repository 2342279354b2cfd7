import type { PredictiveScalerSpec } from '@pricecast/crds';
import { formatKey } from '@pricecast/kube';
import { requirementsOf, selects } from '../selection/label-selector.ts';
import type { NamedObject } from '../snapshot/scaler-snapshot.ts';
import type { Caches } from './caches.ts';
import { isServing, type Pod } from './pod.ts';
import { isRolledOut, type Workload } from './workload.ts';

/** A target as it is at this moment. */
export interface Target {
  readonly object: NamedObject;
  /** Plural and group, `deployments.apps`. */
  readonly resource: string;
  readonly workload: Workload;
  /** Pods that the workload is asked to have. */
  readonly current: number;
  /** Pods that there are, on their way out or not. */
  readonly pods: readonly Pod[];
  readonly serving: readonly Pod[];
  /** Changes with the pod template, when the change is asked for. */
  readonly template: string;
  /** Whether all pods are of this template. */
  readonly isRolledOut: boolean;
}

/** What a scaler names. */
export type TargetRef = Pick<PredictiveScalerSpec['targetRef'], 'apiVersion' | 'kind' | 'name'>;

/** Looks targets up in the caches. */
export interface Targets {
  /** Undefined where the target does not exist or is of a kind that is not watched. */
  find(namespace: string, ref: TargetRef): Target | undefined;
}

/** Targets out of the caches. */
export function cachedTargets(caches: Pick<Caches, 'pods' | 'deployments' | 'statefulSets'>): Targets {
  const kinds = {
    Deployment: { cache: caches.deployments, resource: 'deployments.apps' },
    StatefulSet: { cache: caches.statefulSets, resource: 'statefulsets.apps' },
  } as const;
  return {
    find: (namespace, { apiVersion, kind, name }) => {
      const known = apiVersion === 'apps/v1' ? kinds[kind as keyof typeof kinds] : undefined;
      const workload = known?.cache.get(formatKey({ namespace, name }));
      if (known === undefined || workload === undefined) return undefined;
      const pods = podsOf(workload, caches.pods.byIndex('namespace', namespace));
      const serving = pods.filter(isServing);
      return {
        object: { apiVersion, kind, namespace, name, labels: workload.metadata.labels ?? {} },
        resource: known.resource,
        workload,
        current: workload.spec?.replicas ?? 1,
        pods,
        serving,
        template: workload.templateDigest ?? '',
        isRolledOut: isRolledOut(workload),
      };
    },
  };
}

/** An empty selector would take every pod of the namespace; no workload has one. */
function podsOf({ spec }: Workload, pods: readonly Pod[]): readonly Pod[] {
  const selector = requirementsOf(spec?.selector ?? {});
  return selector.length === 0 ? [] : pods.filter(({ metadata }) => selects(selector, metadata.labels ?? {}));
}
