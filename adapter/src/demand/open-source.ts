import type { PredictiveScaler } from '@pricecast/crds';
import type { Dispatcher } from 'undici';
import { createdAt } from '../cluster/pod.ts';
import type { Targets } from '../cluster/targets.ts';
import { HttpSource } from './http/http-source.ts';
import { type HttpServer, ServiceHttp } from './http/service-http.ts';
import { connectionName, kafkaSettingsOf } from './kafka/kafka-settings-of.ts';
import { KafkaTopicSource } from './kafka/kafka-topic-source.ts';
import type { SharedReaders } from './kafka/shared-readers.ts';
import { PatientSource } from './patient-source.ts';
import { askPodBy } from './pods/ask-pod.ts';
import { type AskablePod, PodMetricsSource } from './pods/pod-metrics-source.ts';
import { PrometheusSource } from './prometheus/prometheus-source.ts';
import type { SecretValues } from './reach/secret-values.ts';
import type { ServiceReach } from './reach/service-reach.ts';
import type { DemandSource } from './reading.ts';
import { RedisConnection } from './redis/redis-connection.ts';
import { RedisListSource } from './redis/redis-list-source.ts';

/** What sources are opened with. */
export interface SourceParts {
  readonly reach: ServiceReach;
  readonly secrets: SecretValues;
  readonly readers: SharedReaders;
  readonly dispatcher: Dispatcher;
  readonly targets: Targets;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly monotonicMs: () => number;
  /** 0 up to 1. */
  readonly random: () => number;
}

type Scaler = Pick<PredictiveScaler, 'metadata' | 'spec'>;

/** Opens the source of demand that a scaler names. It is asked in patience while it fails. */
export const openSource = (scaler: Scaler, parts: SourceParts): DemandSource =>
  new PatientSource(sourceOf(scaler, parts), parts);

function sourceOf(scaler: Scaler, parts: SourceParts): DemandSource {
  const { namespace } = scaler.metadata;
  const { kafkaTopic, podMetrics, prometheus, redisList, http } = scaler.spec.demand;
  const { now, reach, secrets } = parts;
  if (kafkaTopic !== undefined) {
    const name = connectionName(kafkaTopic, namespace);
    const readers = parts.readers.over(name, kafkaSettingsOf(kafkaTopic, namespace, secrets));
    return new KafkaTopicSource({ topic: kafkaTopic.topic, group: kafkaTopic.consumerGroup, readers, now });
  }
  if (podMetrics !== undefined) {
    const { kind, ...endpoint } = podMetrics;
    const pods = () => servingPods(scaler, endpoint.port, parts);
    return new PodMetricsSource({ kind, pods, ask: askPodBy(parts.dispatcher, endpoint), now });
  }
  if (prometheus !== undefined)
    return new PrometheusSource({
      http: httpTo({ ...prometheus, namespace }, parts),
      query: prometheus.query,
      now,
    });
  if (redisList !== undefined) {
    const connection = new RedisConnection({ server: { ...redisList, namespace }, reach, secrets });
    const { key, pushedKey, servedKey, consumerGroup } = redisList;
    return new RedisListSource({ connection, key, pushedKey, servedKey, consumerGroup, now });
  }
  if (http !== undefined) {
    const { path, valuePath, kind } = http;
    return new HttpSource({ http: httpTo({ ...http, namespace }, parts), path, valuePath, kind, now });
  }
  throw new RangeError(
    'SOURCE_UNKNOWN: the schema lets no scaler through without the settings of its source',
  );
}

const httpTo = (server: HttpServer, { reach, secrets, dispatcher }: SourceParts): ServiceHttp =>
  new ServiceHttp({ server, reach, secrets, dispatcher });

/** Pods that are not Ready get nothing to serve, and have nothing to say. */
function servingPods(
  { metadata, spec }: Scaler,
  port: number,
  { targets, reach }: SourceParts,
): AskablePod[] {
  const pods = targets.find(metadata.namespace, spec.targetRef)?.serving ?? [];
  return pods.flatMap((pod): AskablePod[] => {
    const { uid, name } = pod.metadata;
    const address = pod.status?.podIP;
    if (uid === undefined || address === undefined) return [];
    const isOpen = reach.mayAskPod(pod, port);
    return [{ uid, name, address, createdAt: createdAt(pod), isOpen }];
  });
}
