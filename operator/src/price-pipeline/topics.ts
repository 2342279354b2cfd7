import type { PricePipeline } from '@pricecast/crds';
import { topicName } from '@pricecast/market';
import type { Observed, TopicFacts } from './observed.ts';

/** A topic as the spec wants it. */
export interface WantedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly settings: Readonly<Record<string, string>>;
}

const millisecondsPerHour = 3_600_000;

/** Name of the topic that trades arrive in. */
export const tradesTopic = ({ metadata }: PricePipeline): string => topicName(metadata, 'trades');

/** The topics of a pipeline: raw trades, and the compacted one in which collectors note how far they came. */
export const wantedTopics = ({ metadata, spec }: PricePipeline): WantedTopic[] => {
  const { partitions, replicationFactor, retentionHours } = spec.kafka.topics;
  return [
    {
      name: topicName(metadata, 'trades'),
      partitions,
      replicationFactor,
      settings: {
        'cleanup.policy': 'delete',
        'retention.ms': String(retentionHours * millisecondsPerHour),
      },
    },
    {
      name: topicName(metadata, 'collector-state'),
      partitions: 1,
      replicationFactor,
      settings: { 'cleanup.policy': 'compact' },
    },
  ];
};

/** What is to be done about one topic. */
export type TopicTask =
  | { readonly kind: 'Create'; readonly topic: WantedTopic }
  /** More partitions: only towards a larger number, which Kafka can do without moving records. */
  | { readonly kind: 'Grow'; readonly topic: WantedTopic }
  | { readonly kind: 'Configure'; readonly topic: WantedTopic };

/** How one topic stands towards its spec. */
export type TopicStanding =
  | { readonly kind: 'AsWanted' }
  | { readonly kind: 'Task'; readonly task: TopicTask }
  | { readonly kind: 'Differs'; readonly what: string };

/**
 * | topic | in brokers of ours | in brokers of others |
 * |---|---|---|
 * | absent | create | create |
 * | more partitions, or another replication factor, than wanted | differs | differs |
 * | fewer partitions than wanted | grow | differs: their keys would move under other readers |
 * | other settings | configure | configure |
 *
 * A topic is never deleted and never made anew.
 */
export const standingOf = (
  wanted: WantedTopic,
  facts: TopicFacts | undefined,
  ours: boolean,
): TopicStanding => {
  if (facts === undefined) return { kind: 'Task', task: { kind: 'Create', topic: wanted } };
  if (facts.partitions > wanted.partitions || (facts.partitions < wanted.partitions && !ours)) {
    return differs(wanted, `${facts.partitions} partitions`, `${wanted.partitions}`);
  }
  if (facts.replicationFactor !== wanted.replicationFactor) {
    return differs(wanted, `replication factor ${facts.replicationFactor}`, `${wanted.replicationFactor}`);
  }
  if (facts.partitions < wanted.partitions) return { kind: 'Task', task: { kind: 'Grow', topic: wanted } };
  const same = Object.entries(wanted.settings).every(([key, value]) => facts.settings[key] === value);
  return same ? { kind: 'AsWanted' } : { kind: 'Task', task: { kind: 'Configure', topic: wanted } };
};

const differs = ({ name }: WantedTopic, has: string, wants: string): TopicStanding => ({
  kind: 'Differs',
  what: `Topic ${name} has ${has} and the spec wants ${wants}`,
});

/** How every topic stands; undefined while the brokers do not answer. */
export const topicStandings = ({ pipeline, kafka }: Observed): readonly TopicStanding[] | undefined => {
  if (kafka.kind !== 'Answered') return undefined;
  const ours = pipeline.spec.kafka.mode === 'Embedded';
  return wantedTopics(pipeline).map((wanted) =>
    standingOf(
      wanted,
      kafka.topics.find(({ name }) => name === wanted.name),
      ours,
    ),
  );
};

/** What is to be done now, in order. */
export const topicTasks = (observed: Observed): TopicTask[] =>
  (topicStandings(observed) ?? []).flatMap((standing) => (standing.kind === 'Task' ? [standing.task] : []));
