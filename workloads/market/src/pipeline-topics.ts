import {
  type DataStream,
  deadLetterTopic,
  type PipelineName,
  type StateStream,
  type StreamName,
  topicName,
} from './topics.ts';

/** What a user chooses about the topics of a pipeline. */
export interface TopicShape {
  readonly partitions: number;
  readonly replicationFactor: number;
  /** How long trades are kept. */
  readonly retentionHours: number;
}

/** A topic as the pipeline wants it; `config` by Kafka's names. */
export interface PipelineTopic extends Omit<TopicShape, 'retentionHours'> {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

const millisecondsPerHour = 3_600_000;
const weekHours = 7 * 24;
/** What comes as often as trades is kept as long as they are; what is made of it is small and kept for a week. */
const keptAsTrades: ReadonlySet<DataStream> = new Set(['trades', 'clean']);
const dataStreams: readonly DataStream[] = ['trades', 'clean', 'bars', 'features', 'alerts', 'predictions'];
const stateStreams: readonly StateStream[] = ['collector-state', 'processor-state', 'forecaster-state'];

// A dead letter is the message that was refused, up to the broker's limit of 1 MiB, and the reason.
const deadLetterBytes = 2 * 1024 * 1024;
/**
 * A new owner of a partition reads its state from the first segment to the last. Segments are closed early, because
 * the one that is open is never compacted.
 */
const compacted = {
  'cleanup.policy': 'compact',
  'segment.bytes': String(4 * 1024 * 1024),
  'min.cleanable.dirty.ratio': '0.1',
};

/** All streams, in the order in which data passes through them. */
export const pipelineStreams: readonly StreamName[] = [...dataStreams, ...stateStreams];

/**
 * The topics of these streams, each data stream with its dead letters. All data streams have the same number of
 * partitions, so that a symbol lies in the same partition of each.
 */
export function pipelineTopics(
  pipeline: PipelineName,
  shape: TopicShape,
  streams: readonly StreamName[] = pipelineStreams,
): PipelineTopic[] {
  return [
    ...dataStreams
      .filter((stream) => streams.includes(stream))
      .flatMap((stream) => dataTopics(pipeline, shape, stream)),
    ...stateStreams
      .filter((stream) => streams.includes(stream))
      .map((stream) => stateTopic(pipeline, shape, stream)),
  ];
}

function dataTopics(pipeline: PipelineName, shape: TopicShape, stream: DataStream): PipelineTopic[] {
  const { partitions, replicationFactor, retentionHours } = shape;
  const hours = keptAsTrades.has(stream) ? retentionHours : Math.max(weekHours, retentionHours);
  const name = topicName(pipeline, stream);
  const deadConfig = { ...deletedAfter(weekHours), 'max.message.bytes': String(deadLetterBytes) };
  return [
    { name, partitions, replicationFactor, config: deletedAfter(hours) },
    { name: deadLetterTopic(name), partitions: 1, replicationFactor, config: deadConfig },
  ];
}

/** Collectors note one position for each symbol; the other states lie in the partitions of their input. */
function stateTopic(pipeline: PipelineName, shape: TopicShape, stream: StateStream): PipelineTopic {
  const partitions = stream === 'collector-state' ? 1 : shape.partitions;
  const { replicationFactor } = shape;
  return { name: topicName(pipeline, stream), partitions, replicationFactor, config: compacted };
}

function deletedAfter(hours: number): Readonly<Record<string, string>> {
  return { 'cleanup.policy': 'delete', 'retention.ms': String(hours * millisecondsPerHour) };
}
