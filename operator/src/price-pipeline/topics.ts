import type { PricePipeline } from '@pricecast/crds';
import { type DataStream, deadLetterTopic, type StateStream, topicName } from '@pricecast/market';
import { planTopic, type TopicSpec, type TopicState } from '@pricecast/stream';
import type { Observed } from './observed.ts';

const millisecondsPerHour = 3_600_000;

/** Name of the topic that trades arrive in. */
export const tradesTopic = ({ metadata }: PricePipeline): string => topicName(metadata, 'trades');

/** What is rare and read by people is kept this long, however short a life the streams have. */
const leastHoursForPeople = 168;
const forPeople: readonly DataStream[] = ['alerts', 'predictions'];

/** The streams that a spec asks for. */
const wantedStreams = ({ processing, forecast }: PricePipeline['spec']): DataStream[] => [
  'trades',
  ...(processing === undefined ? [] : (['clean', 'bars', 'features', 'alerts'] as const)),
  ...(forecast === undefined ? [] : (['predictions'] as const)),
];

/**
 * The topics of a pipeline. Each stream has one for what nobody could read. State is compacted: that of collectors
 * is small, that of the other stages lies in as many partitions as the trades that it was made from.
 */
export const wantedTopics = ({ metadata, spec }: PricePipeline): TopicSpec[] => {
  const { partitions, replicationFactor, retentionHours } = spec.kafka.topics;
  const stream = (name: string, count: number, hours: number): TopicSpec => ({
    name,
    partitions: count,
    replicationFactor,
    config: { 'cleanup.policy': 'delete', 'retention.ms': String(hours * millisecondsPerHour) },
  });
  const state = (name: StateStream, count: number): TopicSpec => ({
    name: topicName(metadata, name),
    partitions: count,
    replicationFactor,
    config: { 'cleanup.policy': 'compact' },
  });
  const longer = Math.max(retentionHours, leastHoursForPeople);
  return [
    ...wantedStreams(spec).flatMap((name) => {
      const topic = topicName(metadata, name);
      return [
        stream(topic, partitions, forPeople.includes(name) ? longer : retentionHours),
        stream(deadLetterTopic(topic), 1, longer),
      ];
    }),
    state('collector-state', 1),
    ...(spec.processing === undefined ? [] : [state('processor-state', partitions)]),
    ...(spec.forecast === undefined ? [] : [state('forecaster-state', partitions)]),
  ];
};

/** How one topic stands towards its spec. */
export type TopicStanding =
  | { readonly kind: 'AsWanted' }
  /** It is missing, or a setting can be changed. */
  | { readonly kind: 'ToEnsure'; readonly topic: TopicSpec }
  /** It differs in what cannot be changed without harm; a topic is never deleted and never made anew. */
  | { readonly kind: 'Differs'; readonly what: string };

/** Compares a topic with its spec; `planTopic` says what may be changed. */
export const standingOf = (topic: TopicSpec, state: TopicState | undefined): TopicStanding => {
  if (state === undefined) return { kind: 'ToEnsure', topic };
  const { changes, differences } = planTopic(topic, state);
  const [difference] = differences;
  if (difference !== undefined) {
    const { what, found, wanted } = difference;
    return {
      kind: 'Differs',
      what: `Topic ${topic.name} has ${what} ${found}, and the spec wants ${wanted}`,
    };
  }
  return Object.keys(changes).length === 0 ? { kind: 'AsWanted' } : { kind: 'ToEnsure', topic };
};

/** How every topic stands; undefined while the brokers do not answer. */
export const topicStandings = ({ pipeline, kafka }: Observed): readonly TopicStanding[] | undefined =>
  kafka.kind === 'Answered'
    ? wantedTopics(pipeline).map((topic) => standingOf(topic, kafka.topics.get(topic.name)))
    : undefined;

/** The topics that have to be made or changed now. */
export const topicsToEnsure = (observed: Observed): TopicSpec[] =>
  (topicStandings(observed) ?? []).flatMap((standing) =>
    standing.kind === 'ToEnsure' ? [standing.topic] : [],
  );
