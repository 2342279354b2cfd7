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
export { classifyError } from './classify-error.ts';
export type { ClientLog } from './client-log.ts';
export { KafkaAdmin, type PartitionOffsets, type TopicOutcome } from './kafka-admin.ts';
export { KafkaSender } from './kafka-sender.ts';
export {
  type KafkaSettings,
  type KafkaSettingsSource,
  type SaslMechanism,
  saslMechanisms,
  settingsFrom,
} from './kafka-settings.ts';
export { messageBytes, type OutgoingMessage } from './outgoing-message.ts';
export { StreamError, type StreamErrorCode } from './stream-error.ts';
export {
  planTopic,
  type TopicDifference,
  type TopicPlan,
  type TopicSpec,
  type TopicState,
} from './topic-plan.ts';
export { newestRecordTime, readTopic } from './topic-reader.ts';
export type { RecordHandler, TopicRecord } from './topic-record.ts';
