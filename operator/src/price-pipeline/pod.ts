import type { KubeObject } from '@pricecast/kube';

/** What a container does at present, or did before. */
export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: {
    readonly exitCode: number;
    readonly reason?: string;
    readonly message?: string;
  };
}

/** State of one container of a pod. */
export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

/** The part of a pod that causes are read from. */
export interface Pod extends KubeObject {
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly startTime?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

/** Whether the pod is on its way out; it then says nothing about what comes after it. */
export const isLeaving = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;

/** Whether the kubelet calls the pod ready. */
export const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') ?? false;

/** Where a running pod can be asked; undefined while it has no address. */
export const addressOf = (pod: Pod): string | undefined =>
  pod.status?.phase === 'Running' && !isLeaving(pod) ? pod.status.podIP : undefined;

/** What the cache keeps of a pod: a thousand pods shall cost little. */
export const projectPod = ({ apiVersion, kind, metadata, status }: Pod): Pod => {
  const { name, namespace, uid, resourceVersion, labels, creationTimestamp, deletionTimestamp } = metadata;
  const { phase, podIP, startTime, conditions, initContainerStatuses, containerStatuses } = status ?? {};
  const kept = { phase, podIP, startTime, conditions, initContainerStatuses, containerStatuses };
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, uid, resourceVersion, labels, creationTimestamp, deletionTimestamp },
    status: Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
  };
};

/** Whether two versions of a pod differ in anything that a cause could be read from. */
export const looksDifferent = (before: Pod, after: Pod): boolean => {
  const face = ({ metadata, status }: Pod) =>
    JSON.stringify([metadata.uid, metadata.labels, metadata.deletionTimestamp, status]);
  return face(before) !== face(after);
};
