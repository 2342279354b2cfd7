import { hash } from 'node:crypto';
import type { KubeObject } from '@pricecast/kube';
import type { Requirement } from '../selection/label-selector.ts';

/** The part of a Deployment or StatefulSet that the adapter looks at. */
export interface Workload extends KubeObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: {
      readonly matchLabels?: Readonly<Record<string, string>>;
      readonly matchExpressions?: readonly Partial<Requirement>[];
    };
    readonly template?: {
      readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
      readonly spec?: {
        readonly containers?: readonly {
          readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
        }[];
      };
    };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    /** Pods that there are, and how many of them are of the present template. */
    readonly replicas?: number;
    readonly updatedReplicas?: number;
  };
  /** Changes with the pod template; of a projected workload. */
  readonly templateDigest?: string;
}

/** `kubectl rollout restart` writes the time here: the pods are new and serve what those before did. */
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

/** Keeps of a workload what is looked at. */
export function projectWorkload({ apiVersion, kind, metadata, spec, status }: Workload): Workload {
  const { name, namespace, uid, resourceVersion, labels, generation } = metadata;
  const { observedGeneration, replicas, updatedReplicas } = status ?? {};
  const containers = (spec?.template?.spec?.containers ?? []).map(({ resources }) => ({
    ...(resources?.requests === undefined ? {} : { resources: { requests: resources.requests } }),
  }));
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, uid, resourceVersion, labels, generation },
    spec: {
      ...(spec?.replicas === undefined ? {} : { replicas: spec.replicas }),
      ...(spec?.selector === undefined ? {} : { selector: spec.selector }),
      template: { spec: { containers } },
    },
    status: {
      ...(observedGeneration === undefined ? {} : { observedGeneration }),
      ...(replicas === undefined ? {} : { replicas }),
      ...(updatedReplicas === undefined ? {} : { updatedReplicas }),
    },
    templateDigest: digestOf(spec?.template),
  };
}

/** The template itself, because the controller names the new one on pods only, which come later and mixed with old ones. */
function digestOf({ metadata, ...template }: NonNullable<Workload['spec']>['template'] = {}): string {
  const { [restartedAt]: _, ...annotations } = metadata?.annotations ?? {};
  return hash('sha256', JSON.stringify({ ...template, metadata: { ...metadata, annotations } })).slice(0, 16);
}

/**
 * Whether every pod is of the template that is asked for, as the controller reports it: not from the change of a
 * template on until its rollout is over, nor before the controller has seen it.
 */
export const isRolledOut = ({ metadata, status }: Workload): boolean =>
  status !== undefined &&
  (status.observedGeneration ?? 0) >= (metadata.generation ?? 0) &&
  (status.updatedReplicas ?? 0) === (status.replicas ?? 0);
