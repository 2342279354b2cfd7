import type { PricePipeline } from '@pricecast/crds';
import { pipelineTopics, type StreamName, topicName } from '@pricecast/market';
import { planTopic, type TopicSpec, type TopicState } from '@pricecast/stream';
import type { Observed } from './observed.ts';

/** Name of the topic that trades arrive in. */
export const tradesTopic = ({ metadata }: PricePipeline): string => topicName(metadata, 'trades');

/** The streams that a spec asks for. */
const wantedStreams = ({ processing, forecast }: PricePipeline['spec']): StreamName[] => [
  'trades',
  'collector-state',
  ...(processing === undefined ? [] : (['clean', 'bars', 'features', 'alerts', 'processor-state'] as const)),
  ...(forecast === undefined ? [] : (['predictions', 'forecaster-state'] as const)),
];

/** The topics of a pipeline; those of a stage that the spec leaves out are not made, and never deleted. */
export const wantedTopics = ({ metadata, spec }: PricePipeline): TopicSpec[] =>
  pipelineTopics(metadata, spec.kafka.topics, wantedStreams(spec));

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
