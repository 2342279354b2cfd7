import { apiVersion, predictiveScalerKind, scalingMetrics } from '@pricecast/crds';
import { scalerOf } from '../apply-object.ts';
import type { Experiment, PretendingSide, Side } from './experiment.ts';
import { plainPretender, pretenders } from './pretenders.ts';
import type { SampleName } from './sample-image.ts';
import { workloadDeployment } from './workload.ts';

/** What the objects are made with. */
export interface ObjectParts {
  readonly experiment: Experiment;
  readonly images: Readonly<Record<Exclude<SampleName, 'sample-meter'>, string>>;
  readonly bootstrapServers: string;
  readonly topic: string;
}

const startReplicas = 3;

/** The Deployments of all sides. */
export const sideDeployments = (parts: ObjectParts): readonly object[] =>
  parts.experiment.sides.map((side) =>
    side === 'predictive' || side === 'reactive' ? consumers(side, parts) : standIns(side, parts),
  );

/** The sample consumer. */
const consumers = (side: Side, { experiment, images, bootstrapServers, topic }: ObjectParts): object =>
  workloadDeployment({
    name: side,
    image: images['sample-consumer'],
    replicas: startReplicas,
    environment: {
      BOOTSTRAP_SERVERS: bootstrapServers,
      TOPIC: topic,
      GROUP: side,
      RATE: String(experiment.ratePerPod),
      START_SECONDS: String(experiment.startSeconds),
    },
  });

/** Pods that take as long to start and consume nothing: of a side that pretends only their number is judged. */
const standIns = (side: Side, { experiment, images }: ObjectParts): object =>
  workloadDeployment({
    name: side,
    image: images['sample-service'],
    replicas: startReplicas,
    environment: { START_SECONDS: String(experiment.startSeconds) },
  });

/** A scaler: the full one on the predictive side, one that only observes for all others. */
export const sideScaler = (side: 'predictive' | 'reactive', parts: ObjectParts): object => {
  const { experiment, bootstrapServers, topic } = parts;
  return scalerOf(side, {
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
  });
};

/** HPAs of all sides but the predictive one: what people have today, and what only pretends to be better. */
export const reactiveHpas = ({ experiment }: ObjectParts): readonly object[] =>
  experiment.sides
    .filter((side) => side !== 'predictive')
    .map((side) => reactiveHpa(side, side === 'reactive' ? plainPretender : side, experiment));

/** An HPA on the observed load of a pod. It reads the same samples as the full scaler. */
const reactiveHpa = (side: Side, like: PretendingSide, experiment: Experiment): object => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: `plain-${side}` },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: side },
    minReplicas: pretenders[like].fewest(experiment),
    maxReplicas: experiment.maxReplicas,
    metrics: [
      {
        type: 'Object',
        object: {
          describedObject: { apiVersion, kind: predictiveScalerKind.kind, name: 'reactive' satisfies Side },
          metric: { name: scalingMetrics.observedLoad },
          target: {
            type: 'AverageValue',
            averageValue: (
              (experiment.ratePerPod * experiment.reactiveUtilization) /
              pretenders[like].factor
            ).toFixed(3),
          },
        },
      },
    ],
    behavior: { scaleDown: { stabilizationWindowSeconds: experiment.downWindowSeconds } },
  },
});
