import { adapterNames, adapterPorts, kedaTrigger } from '@pricecast/crds';
import { release } from '../../deploy/chart.ts';
import { downSeconds } from '../scaling/metered-scaler.ts';
import { workloadDeployment } from '../scaling/workload.ts';

/** Deployments that are scaled: by KEDA from nothing, by the HPA and then by KEDA, by a ScaledObject of one's own. */
export const scaled = { wave: 'wave', steady: 'steady', reserve: 'reserve' } as const;

/** Pods of the Deployment whose ScaledObject has a fallback: those that its load needs, and those without numbers. */
export const reserve = { usual: 2, fallback: 4 } as const;
/** Pods that the steady load needs. */
export const steadyReplicas = 2;
const startSeconds = 8;

/** Those that tell the loads: one for all, and one that can fall silent alone. */
export const meters = { all: 'meter', reserve: 'reserve-meter' } as const;

export const scaledDeployments = (image: string): readonly object[] =>
  Object.entries({ [scaled.wave]: 0, [scaled.steady]: steadyReplicas, [scaled.reserve]: reserve.usual }).map(
    ([name, replicas]) =>
      workloadDeployment({ name, image, replicas, environment: { START_SECONDS: String(startSeconds) } }),
  );

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
