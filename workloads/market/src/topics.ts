import { MarketError, quoted } from './market-error.ts';

/** A pipeline as its topics name it. */
export interface PipelineName {
  /** Kubernetes namespace. */
  readonly namespace: string;
  /** metadata.name of the PricePipeline. */
  readonly name: string;
}

/** Streams of a pipeline that carry messages of a version, each in a topic of its own. */
export type StreamName = DataStream | StateStream;

/** What people and programs read. */
export type DataStream = 'trades' | 'clean' | 'bars' | 'features' | 'alerts' | 'predictions';

/** Compacted topics in which a stage keeps what it has to know after a restart. */
export type StateStream = 'collector-state' | 'processor-state' | 'forecaster-state';

/** Stages of a pipeline that read in a consumer group. */
export type ConsumingStage = 'processor' | 'forecaster' | 'gateway';

const version = 'v1';
// Kafka's own limit.
const maxTopicLength = 249;
const spelling = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/**
 * `<namespace>.<pipeline>.<stream>.v1`.
 * Throws MarketError TOPIC_NAME_INVALID when namespace or name are no Kubernetes names or the whole is too long.
 */
export function topicName({ namespace, name }: PipelineName, stream: StreamName): string {
  for (const part of [namespace, name]) {
    if (!spelling.test(part)) {
      throw new MarketError('TOPIC_NAME_INVALID', `${quoted(part)} is not a Kubernetes name`);
    }
  }
  const topic = `${namespace}.${name}.${stream}.${version}`;
  if (deadLetterTopic(topic).length > maxTopicLength) {
    throw new MarketError('TOPIC_NAME_INVALID', `Topic ${topic} is longer than ${maxTopicLength} characters`);
  }
  return topic;
}

/** `<namespace>.<pipeline>.<stage>`: the consumer group in which the pods of a stage share their partitions. */
export function consumerGroup({ namespace, name }: PipelineName, stage: ConsumingStage): string {
  return `${namespace}.${name}.${stage}`;
}

/** Where messages of a topic go that nobody can read. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}
