import { apiVersion, predictiveScalerKind, scalingMetrics } from '@pricecast/crds';
import type { Experiment } from './experiment.ts';
import { workloadDeployment } from './workload.ts';

/** The two sides that are compared; each names its Deployment, scaler and consumer group. */
export const sides = ['predictive', 'reactive'] as const;
export type Side = (typeof sides)[number];

/** What the objects are made with. */
export interface ObjectParts {
  readonly experiment: Experiment;
  readonly image: string;
  readonly bootstrapServers: string;
  readonly topic: string;
}

const startReplicas = 3;

/** A Deployment of the sample consumer. */
export const consumerDeployment = (side: Side, parts: ObjectParts): object => {
  const { experiment, image, bootstrapServers, topic } = parts;
  return workloadDeployment({
    name: side,
    image,
    replicas: startReplicas,
    environment: {
      BOOTSTRAP_SERVERS: bootstrapServers,
      TOPIC: topic,
      GROUP: side,
      RATE: String(experiment.ratePerPod),
      START_SECONDS: String(experiment.startSeconds),
    },
  });
};

/** A scaler: the full one on the predictive side, one that only observes on the other. */
export const scalerOf = (side: Side, parts: ObjectParts): object => {
  const { experiment, bootstrapServers, topic } = parts;
  return {
    apiVersion,
    kind: predictiveScalerKind.kind,
    metadata: { name: side },
    spec: {
      targetRef: { name: side },
      minReplicas: 1,
      maxReplicas: experiment.maxReplicas,
      mode: side === 'predictive' ? 'Full' : 'Observe',
      scaler: 'HPA',
      demand: {
        source: 'KafkaTopic',
        kafkaTopic: { bootstrapServers: [bootstrapServers], topic, consumerGroup: side },
        intervalSeconds: experiment.intervalSeconds,
        seasonsSeconds: [experiment.curve.cycleSeconds],
      },
      capacity: { type: 'Fixed', loadPerReplica: String(experiment.ratePerPod) },
      risk: { shortfallPercent: String(experiment.riskPercent) },
      behavior: { scaleDown: { stabilizationWindowSeconds: experiment.downWindowSeconds } },
      gate: { maxCoverageErrorPercent: 10 },
    },
  };
};

/** What people have today: an HPA on the observed load of a pod. It reads the same samples as the full scaler. */
export const plainHpa = ({ experiment }: ObjectParts): object => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'plain' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'reactive' satisfies Side },
    minReplicas: 1,
    maxReplicas: experiment.maxReplicas,
    metrics: [
      {
        type: 'Object',
        object: {
          describedObject: { apiVersion, kind: predictiveScalerKind.kind, name: 'reactive' satisfies Side },
          metric: { name: scalingMetrics.observedLoad },
          target: {
            type: 'AverageValue',
            averageValue: String(experiment.ratePerPod * experiment.reactiveUtilization),
          },
        },
      },
    ],
    behavior: { scaleDown: { stabilizationWindowSeconds: experiment.downWindowSeconds } },
  },
});
