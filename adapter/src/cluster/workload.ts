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
      readonly spec?: {
        readonly containers?: readonly {
          readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
        }[];
      };
    };
  };
}

/** Keeps of a workload what is looked at. */
export function projectWorkload({ apiVersion, kind, metadata, spec }: Workload): Workload {
  const { name, namespace, uid, resourceVersion, labels, generation } = metadata;
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
  };
}
