import { adapterNames, adapterPorts, apiVersion, kedaTrigger, predictiveScalerKind } from '@pricecast/crds';
import { release } from '../../deploy/chart.ts';
import { wave } from '../scaling/known-load.ts';
import { workloadDeployment } from '../scaling/workload.ts';

/** Deployments that are scaled: by KEDA from nothing, by the HPA and then by KEDA, by a ScaledObject of one's own. */
export const scaled = { wave: 'wave', steady: 'steady', reserve: 'reserve' } as const;

/** Requests per second that a pod serves. */
export const ratePerPod = 20;
/** Seconds for which KEDA waits before the last pod goes; the scaler says so. */
export const downSeconds = 30;
/** Pods of the Deployment whose ScaledObject has a fallback: those that its load needs, and those without numbers. */
export const reserve = { usual: 2, fallback: 4 } as const;
/** Pods that the steady load needs. */
export const steadyReplicas = 2;
const startSeconds = 8;

/** Those that tell the loads: one for all, and one that can fall silent alone. */
export const meters = { all: 'meter', reserve: 'reserve-meter' } as const;

export const meterObjects = (name: string, image: string, beginMs: number): readonly object[] => [
  workloadDeployment({ name, image, replicas: 1, environment: { BEGIN_MS: String(beginMs) } }),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 8_080 }] },
  },
];

export const scaledDeployments = (image: string): readonly object[] =>
  Object.entries({ [scaled.wave]: 0, [scaled.steady]: steadyReplicas, [scaled.reserve]: reserve.usual }).map(
    ([name, replicas]) =>
      workloadDeployment({ name, image, replicas, environment: { START_SECONDS: String(startSeconds) } }),
  );

/** The number that a scaler reads, and who tells it. */
export interface MeteredLoad {
  readonly meter: string;
  readonly load: 'wave' | 'steady';
}

export const scalerOn = (name: string, { meter, load }: MeteredLoad, form: object): object => ({
  apiVersion,
  kind: predictiveScalerKind.kind,
  metadata: { name },
  spec: {
    targetRef: { name },
    maxReplicas: 12,
    mode: 'Full',
    demand: {
      source: 'Http',
      http: { service: meter, port: 8_080, valuePath: load },
      intervalSeconds: 5,
      ...(load === 'wave' ? { seasonsSeconds: [wave.cycleSeconds] } : {}),
    },
    capacity: { type: 'Fixed', loadPerReplica: String(ratePerPod) },
    behavior: { scaleDown: { stabilizationWindowSeconds: downSeconds } },
    ...form,
  },
});

/** A ScaledObject as a person writes it, with a fallback after three failures. */
export const ownScaledObject = (name: string): object => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name },
  spec: {
    scaleTargetRef: { name },
    minReplicaCount: 1,
    maxReplicaCount: 12,
    fallback: { failureThreshold: 3, replicas: reserve.fallback },
    advanced: {
      horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: downSeconds } } },
    },
    triggers: [
      {
        type: 'external',
        metricType: 'AverageValue',
        metadata: {
          scalerAddress: `${adapterNames.workload}.${release.namespace}.svc:${adapterPorts.keda.number}`,
          [kedaTrigger.scaler]: name,
        },
        authenticationRef: { kind: 'ClusterTriggerAuthentication', name: adapterNames.kedaAuthentication },
      },
    ],
  },
});
