import type { PodStart } from '@pricecast/decision';
import type { KubeObject } from '@pricecast/kube';

/** The part of a pod that the adapter looks at. */
export interface Pod extends KubeObject {
  readonly spec?: { readonly hostNetwork?: boolean };
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    /** Of a pod with addresses of both versions. */
    readonly podIPs?: readonly { readonly ip: string }[];
    readonly conditions?: readonly PodCondition[];
    readonly containerStatuses?: readonly {
      readonly restartCount: number;
      readonly state?: { readonly running?: { readonly startedAt?: string } };
    }[];
  };
}

interface PodCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
}

/** Keeps of a pod what is looked at: the adapter caches the pods of whole clusters. */
export function projectPod({ apiVersion, kind, metadata, spec, status }: Pod): Pod {
  const { name, namespace, uid, resourceVersion, labels, creationTimestamp, deletionTimestamp } = metadata;
  const conditions = (status?.conditions ?? [])
    .filter(({ type }) => type === 'Ready' || type === 'PodScheduled')
    .map(({ type, status: state, lastTransitionTime }) => ({
      type,
      status: state,
      ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }),
    }));
  const containerStatuses = (status?.containerStatuses ?? []).map(({ restartCount, state }) => ({
    restartCount,
    ...(state?.running === undefined ? {} : { state: { running: state.running } }),
  }));
  const { phase, podIP, podIPs = [] } = status ?? {};
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, uid, resourceVersion, labels, creationTimestamp, deletionTimestamp },
    ...(spec?.hostNetwork === true ? { spec: { hostNetwork: true } } : {}),
    status: {
      conditions,
      containerStatuses,
      ...(phase === undefined ? {} : { phase }),
      ...(podIP === undefined ? {} : { podIP }),
      ...(podIPs.length > 1 ? { podIPs: podIPs.map(({ ip }) => ({ ip })) } : {}),
    },
  };
}

const conditionOf = ({ status }: Pod, type: string): PodCondition | undefined =>
  status?.conditions?.find((condition) => condition.type === type);

/** Whether the pod serves: it is Ready and not on its way out. */
export const isServing = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp === undefined && conditionOf(pod, 'Ready')?.status === 'True';

/** Milliseconds since the epoch of a time stamp of Kubernetes; undefined where there is none. */
const instant = (text: string | undefined): number | undefined => {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};

/** When a pod was made. */
export const createdAt = ({ metadata }: Pod): number => instant(metadata.creationTimestamp) ?? 0;

/**
 * How the pod started, if it serves and its containers have not been restarted since. Kubernetes keeps only the
 * newest transition to Ready, so a pod that was not Ready for a while tells a start that took too long.
 */
export function startOf(pod: Pod): PodStart | undefined {
  const serving = instant(conditionOf(pod, 'Ready')?.lastTransitionTime);
  const created = instant(pod.metadata.creationTimestamp);
  const containers = pod.status?.containerStatuses ?? [];
  const restarted = containers.some(({ restartCount }) => restartCount > 0);
  if (!isServing(pod) || serving === undefined || created === undefined || restarted) return undefined;
  const scheduled = instant(conditionOf(pod, 'PodScheduled')?.lastTransitionTime);
  const starts = containers.map(({ state }) => instant(state?.running?.startedAt) ?? 0);
  const started = Math.max(0, ...starts);
  return {
    created,
    serving,
    newNode: false,
    ...(scheduled === undefined ? {} : { scheduled }),
    ...(started === 0 ? {} : { started }),
  };
}
