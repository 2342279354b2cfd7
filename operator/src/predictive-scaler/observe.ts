import {
  adapterNames,
  adapterPorts,
  type PredictiveScaler,
  scalerChildName,
  scalerShadowName,
} from '@pricecast/crds';
import {
  formatKey,
  isKubeError,
  type KubeClient,
  type KubeObject,
  type Manifest,
  type Resource,
} from '@pricecast/kube';
import { resources } from '../resources.ts';
import {
  type ApiService,
  availabilityOf,
  customMetricsApi,
  isOf,
  kedaApi,
  resourceMetricsApi,
} from './api-service.ts';
import { isChildOf } from './children.ts';
import type { LiveScaledObject } from './live-scaled-object.ts';
import type { LiveHpa } from './live-scaler.ts';
import type { Keda, MetricApi, ObservedScaler, TargetReading } from './observed.ts';
import { rivalOf } from './rivals.ts';
import type { LiveTwin } from './shadow/live-shadow.ts';
import { targetKey } from './target-key.ts';

/** What observing a scaler needs. All of it only reads. */
export interface ObserveScalerPorts {
  readonly client: Pick<KubeClient, 'find'>;
  readonly hpas: {
    get(key: string): LiveHpa | undefined;
    /** Those that scale one target, by `targetKey`. */
    ofTarget(target: string): readonly LiveHpa[];
  };
  readonly scalers: { ofTarget(target: string): readonly Manifest[] };
  readonly twins: { get(key: string): LiveTwin | undefined };
  readonly apiServices: { get(name: string): ApiService | undefined };
  /** Namespace of the release, in which the adapter runs. */
  readonly operatorNamespace: string;
}

/** The workloads that can be targets, by `apiVersion/kind`. */
const scalable: Readonly<Record<string, Resource>> = {
  'apps/v1/Deployment': resources.deployments,
  'apps/v1/StatefulSet': resources.statefulSets,
};

/** Looks for the target, live: targets belong to users and carry no label of ours. Throws `KubeError`. */
export const observeScaler = async (
  scaler: PredictiveScaler,
  ports: ObserveScalerPorts,
  signal: AbortSignal,
): Promise<ObservedScaler> => {
  const { name, namespace } = scaler.metadata;
  const target = targetKey(namespace, scaler.spec.targetRef);
  const shadowKey = formatKey({ namespace, name: scalerShadowName(name) });
  const keda = kedaOf(ports);
  const scaledObject =
    keda.kind === 'Absent' ? undefined : await readScaledObject(scaler, ports.client, signal);
  return {
    scaler,
    target: await readTarget(scaler, ports.client, signal),
    hpa: ports.hpas.get(formatKey({ namespace, name: scalerChildName(name) })),
    scaledObject,
    shadow: { twin: ports.twins.get(shadowKey), hpa: ports.hpas.get(shadowKey) },
    keda,
    scalerAddress: `${adapterNames.workload}.${ports.operatorNamespace}.svc:${adapterPorts.keda.number}`,
    rival: rivalOf(scaler, {
      hpas: ports.hpas.ofTarget(target),
      scalers: ports.scalers.ofTarget(target),
      ...(isChildOf(scaler, scaledObject) ? { scaledObject } : {}),
    }),
    metricApi: metricApi(ports),
    servesResourceMetrics: availabilityOf(ports.apiServices.get(resourceMetricsApi)).kind === 'Available',
  };
};

/** The API server makes an APIService for every group of custom resources. */
const kedaOf = ({ apiServices }: ObserveScalerPorts): Keda =>
  apiServices.get(kedaApi) === undefined ? { kind: 'Absent' } : { kind: 'Installed' };

const readScaledObject = (
  { metadata: { name, namespace } }: PredictiveScaler,
  client: Pick<KubeClient, 'find'>,
  signal: AbortSignal,
): Promise<LiveScaledObject | undefined> =>
  client.find<LiveScaledObject>(
    resources.scaledObjects,
    { namespace, name: scalerChildName(name) },
    { signal },
  );

const metricApi = ({ apiServices, operatorNamespace }: ObserveScalerPorts): MetricApi => {
  const service = apiServices.get(customMetricsApi);
  const called = `APIService ${customMetricsApi}`;
  if (service === undefined) return { kind: 'Unavailable', what: `${called} does not exist` };
  const adapter = { namespace: operatorNamespace, name: adapterNames.workload };
  if (!isOf(service, adapter)) {
    const { namespace, name } = service.spec?.service ?? {};
    return { kind: 'Unavailable', what: `${called} belongs to Service ${name} of namespace ${namespace}` };
  }
  const availability = availabilityOf(service);
  if (availability.kind === 'Available') return { kind: 'Served' };
  return { kind: 'Unavailable', what: `${called} is not available: ${availability.message}` };
};

interface PodTemplateOwner extends KubeObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: {
      readonly spec?: {
        readonly containers?: readonly {
          readonly resources?: { readonly requests?: { readonly cpu?: unknown } };
        }[];
      };
    };
  };
}

const asksForCpu = ({ spec }: PodTemplateOwner): boolean => {
  const containers = spec?.template?.spec?.containers ?? [];
  return containers.every(({ resources: asked }) => asked?.requests?.cpu !== undefined);
};

const readTarget = async (
  { metadata, spec }: PredictiveScaler,
  client: Pick<KubeClient, 'find'>,
  signal: AbortSignal,
): Promise<TargetReading> => {
  const { apiVersion, kind, name } = spec.targetRef;
  const resource = scalable[`${apiVersion}/${kind}`];
  if (resource === undefined) return { kind: 'NotScalable' };
  try {
    const found = await client.find<PodTemplateOwner>(
      resource,
      { namespace: metadata.namespace, name },
      { signal },
    );
    if (found === undefined) return { kind: 'NotFound' };
    // The API server fills it in; left out it would mean one.
    return { kind: 'Found', asksForCpu: asksForCpu(found), replicas: found.spec?.replicas ?? 1 };
  } catch (error) {
    if (isKubeError(error, 'KUBE_FORBIDDEN')) return { kind: 'NotScalable' };
    throw error;
  }
};
