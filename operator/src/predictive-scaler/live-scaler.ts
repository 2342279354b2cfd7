import type { KubeObject } from '@pricecast/kube';

/** One condition of an HPA. */
export interface HpaCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** What a direction of an HPA's behaviour says that is read back. */
interface LiveDirection {
  readonly tolerance?: string | number;
}

/** Behaviour of an HPA in both directions. */
export interface LiveBehavior {
  readonly scaleUp?: LiveDirection;
  readonly scaleDown?: LiveDirection;
}

/** The parts of an HPA that are read. */
export interface LiveHpa extends KubeObject {
  readonly spec?: {
    readonly scaleTargetRef?: {
      readonly apiVersion?: string;
      readonly kind?: string;
      readonly name?: string;
    };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly behavior?: LiveBehavior;
  };
  readonly status?: { readonly conditions?: readonly HpaCondition[] };
}

/** What the cache keeps of an HPA: the whole spec, which drift is found in, and of its status the conditions. */
export const projectHpa = ({ apiVersion, kind, metadata, spec, status }: LiveHpa): LiveHpa => {
  const { managedFields: _, ...kept } = metadata;
  return {
    apiVersion,
    kind,
    metadata: kept,
    ...(spec === undefined ? {} : { spec }),
    status: { conditions: status?.conditions ?? [] },
  };
};

/** Whether two versions of an HPA differ in anything that a scaler is judged by; its counters do not count. */
export const hpaLooksDifferent = (before: LiveHpa, after: LiveHpa): boolean => {
  const face = ({ metadata, spec, status }: LiveHpa) =>
    JSON.stringify([
      metadata.uid,
      metadata.labels,
      metadata.annotations,
      metadata.ownerReferences,
      metadata.deletionTimestamp,
      spec,
      status?.conditions?.map(({ type, status: state, reason, message }) => [type, state, reason, message]),
    ]);
  return face(before) !== face(after);
};

/** Tolerance of an HPA whose server knows none of its own: the default of the controller. */
const clusterDefault = '0.1';

/** The larger tolerance of both directions, as the server keeps it: `0`, or the default where it was dropped. */
export const toleranceOf = ({ spec }: LiveHpa): string => largerTolerance(spec?.behavior);

/** The same of a behaviour that may be part of something else. */
export const largerTolerance = ({ scaleUp, scaleDown }: LiveBehavior = {}): string => {
  const found = [scaleUp, scaleDown].map((direction) => String(direction?.tolerance ?? clusterDefault));
  return found.find((tolerance) => tolerance !== '0') ?? '0';
};
