import type { KubeObject, Manifest } from '@pricecast/kube';

/** The parts of a volume claim that are read. */
export interface VolumeClaim extends KubeObject {
  readonly spec?: {
    readonly storageClassName?: string;
    readonly resources?: { readonly requests?: { readonly storage?: string } };
  };
  readonly status?: { readonly phase?: string };
}

/** The parts of a Deployment or StatefulSet that are read. */
export interface Workload extends KubeObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> } };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }[];
  };
}

/** A child seen as a volume claim; undefined for every other kind. */
export const asVolumeClaim = (child: Manifest | undefined): VolumeClaim | undefined =>
  child?.kind === 'PersistentVolumeClaim' ? (child as VolumeClaim) : undefined;

/** A child seen as a workload; undefined for every other kind. */
export const asWorkload = (child: Manifest | undefined): Workload | undefined =>
  child?.kind === 'Deployment' || child?.kind === 'StatefulSet' ? (child as Workload) : undefined;
