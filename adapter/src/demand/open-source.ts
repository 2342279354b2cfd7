import type { PredictiveScaler } from '@pricecast/crds';
import type { Dispatcher } from 'undici';
import { createdAt } from '../cluster/pod.ts';
import type { Targets } from '../cluster/targets.ts';
import { HttpSource } from './http/http-source.ts';
import { type HttpServer, ServiceHttp } from './http/service-http.ts';
import { connectionName, type KafkaTopicSettings, kafkaSettingsOf } from './kafka/kafka-settings-of.ts';
import { KafkaTopicSource } from './kafka/kafka-topic-source.ts';
import type { SharedReaders } from './kafka/shared-readers.ts';
import type { SharedTopics } from './kafka/values/shared-topics.ts';
import { TopicValueSource } from './kafka/values/topic-value-source.ts';
import { LoadSource } from './load-source.ts';
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
  readonly topics: SharedTopics;
  readonly dispatcher: Dispatcher;
  readonly targets: Targets;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly monotonicMs: () => number;
  /** 0 up to 1. */
  readonly random: () => number;
}

type Scaler = Pick<PredictiveScaler, 'metadata' | 'spec'>;
type Demand = PredictiveScaler['spec']['demand'];

type Regressor = NonNullable<Demand['regressors']>[number];

/** Opens the source of a demand. It is asked in patience while it fails. */
export const openDemand = (scaler: Scaler, parts: SourceParts): DemandSource =>
  new PatientSource(new LoadSource(sourceOf(scaler, scaler.spec.demand, parts)), parts);

/** Opens the source of a series that leads a demand, in the same way; its numbers may be negative. */
export const openRegressor = (scaler: Scaler, regressor: Regressor, parts: SourceParts): DemandSource =>
  new PatientSource(sourceOf(scaler, regressor, parts), parts);

function sourceOf(scaler: Scaler, settings: Demand | Regressor, parts: SourceParts): DemandSource {
  const { namespace } = scaler.metadata;
  const { kafkaTopic, podMetrics, prometheus, redisList, http } = settings;
  const { now, reach, secrets } = parts;
  if (kafkaTopic !== undefined) return topicSource(kafkaTopic, namespace, parts);
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

/** What is produced to a topic, or the series that its messages tell. */
function topicSource(
  settings: KafkaTopicSettings,
  namespace: string,
  { readers, topics, secrets, now }: SourceParts,
): DemandSource {
  const { topic, consumerGroup: group, valuePath, key, matchFields } = settings;
  const name = connectionName(settings, namespace);
  const connection = kafkaSettingsOf(settings, namespace, secrets);
  if (valuePath === undefined)
    return new KafkaTopicSource({ topic, group, readers: readers.over(name, connection), now });
  const values = topics.over(name, topic, connection);
  return new TopicValueSource({ topic, values, choice: { valuePath, key, matchFields } });
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
