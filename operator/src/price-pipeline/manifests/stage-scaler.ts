import {
  apiVersion,
  childNames,
  componentLabels,
  opsPort,
  type PricePipeline,
  prometheusMetrics,
  type ScalableStage,
  type StageScaling,
} from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import { consumerGroup, topicName } from '@pricecast/market';
import type { Blueprint } from './blueprint.ts';
import { bootstrapServersOf } from './kafka-client.ts';
import { ownedMetadata } from './owner.ts';

/** CPU utilisation above which a stage gets pods whatever the forecast says. */
const cpuGuardPercent = 85;

/** The scaler of a stage: the first customer of PredictiveScaler, with nothing that others do not have. */
export const makeStageScaler = (
  { pipeline }: Blueprint,
  stage: ScalableStage,
  { minReplicas, maxReplicas, engine }: StageScaling,
): Manifest => {
  const { name } = pipeline.metadata;
  const child = childNames.stage(name, stage);
  return {
    apiVersion,
    kind: 'PredictiveScaler',
    metadata: ownedMetadata(pipeline, child, componentLabels(name, stage)),
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: child },
      minReplicas,
      maxReplicas,
      mode: 'Full',
      scaler: engine,
      ...(stage === 'gateway' ? openStreams(pipeline) : arrivals(pipeline, stage)),
    },
  };
};

/** The load of the gateway is the event streams that are open; how many one pod accepts is in the spec. */
const openStreams = ({ spec }: PricePipeline) => ({
  demand: {
    source: 'PodMetrics',
    podMetrics: { port: opsPort.number, metric: prometheusMetrics.gatewayStreams, kind: 'Gauge' },
  },
  capacity: { type: 'Fixed', loadPerReplica: spec.gateway?.maxStreams ?? 1, cpuGuardPercent },
});

/**
 * The load of the stages behind the trades topic is what arrives there: theirs are written in transactions, whose
 * markers count as offsets. The group of the forecaster reads bars, so its lag says nothing about trades.
 */
const arrivals = (pipeline: PricePipeline, stage: 'processor' | 'forecaster') => {
  const { external } = pipeline.spec.kafka;
  const { tls, sasl } = external ?? {};
  const kafkaTopic = {
    bootstrapServers: bootstrapServersOf(pipeline)?.split(',') ?? [],
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
    topic: topicName(pipeline.metadata, 'trades'),
    ...(stage === 'processor' ? { consumerGroup: consumerGroup(pipeline.metadata, stage) } : {}),
  };
  return {
    demand: { source: 'KafkaTopic', kafkaTopic },
    capacity: { type: 'Learned', cpuGuardPercent },
  };
};
