export { type BackoffBounds, backoffMilliseconds } from './backoff.ts';
export type { Bounds } from './batch-queue.ts';
export {
  BatchingProducer,
  type DeliveryFailure,
  type DeliveryState,
  defaultLimits,
  type ProducerLimits,
  type ProducerParts,
  type Sender,
} from './batching-producer.ts';
export { type BrokerView, judgeBroker } from './broker-judgement.ts';
export { classifyError } from './classify-error.ts';
export type { ClientLog } from './client-log.ts';
export {
  type ConsumedBatch,
  type ConsumedRecord,
  partitionKey,
  type TopicPartition,
} from './consumed-batch.ts';
export { type ConsumerReason, judgeConsumer } from './consumer-judgement.ts';
export { deadLetterHeaders } from './dead-letter.ts';
export { ExactlyOnceStep, type StepParts } from './exactly-once-step.ts';
export type { ConsumerState } from './group-member.ts';
export { KafkaAdmin, type PartitionOffsets, type TopicOutcome } from './kafka-admin.ts';
export { KafkaSender } from './kafka-sender.ts';
export {
  type KafkaSettings,
  type KafkaSettingsSource,
  type SaslMechanism,
  saslMechanisms,
  settingsFrom,
} from './kafka-settings.ts';
export type { FetchLimits } from './membership.ts';
export { messageBytes, type OutgoingMessage, type RawMessage } from './outgoing-message.ts';
export { type Replayed, type Replaying, replayDeadLetters } from './replay-dead-letters.ts';
export type { Commit, StepAddress } from './step-session.ts';
export type { Moment, Rejection, StepResult, StepStage } from './step-stage.ts';
export { StreamError, type StreamErrorCode } from './stream-error.ts';
export { type FollowerParts, type FollowFrom, TopicFollower } from './topic-follower.ts';
export {
  planTopic,
  type TopicDifference,
  type TopicPlan,
  type TopicSpec,
  type TopicState,
} from './topic-plan.ts';
export { type NewestWanted, newestRecordTime, readNewest, readTopic } from './topic-reader.ts';
export type { RecordHandler, TopicRecord } from './topic-record.ts';
