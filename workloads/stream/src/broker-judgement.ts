import type { StreamError, StreamErrorCode } from './stream-error.ts';

/** What is known about Kafka. */
export interface BrokerView {
  readonly failure: { readonly error: StreamError; readonly since: number } | undefined;
  /** True once a broker has answered. */
  readonly answered: boolean;
}

/** Constant words for the faults of a StreamError, as conditions carry them. */
const reasons = {
  BROKER_UNREACHABLE: 'BrokerUnreachable',
  TLS_UNTRUSTED: 'KafkaTlsFailed',
  TLS_FAILED: 'KafkaTlsFailed',
  AUTHENTICATION_FAILED: 'KafkaAuthenticationFailed',
  AUTHORIZATION_FAILED: 'KafkaAuthorizationFailed',
  TOPIC_UNKNOWN: 'TopicsPending',
  MESSAGE_REFUSED: 'TopicSettingsDiffer',
  PRODUCER_STATE_LOST: 'BrokerUnreachable',
  SETTINGS_UNREADABLE: 'SecretNotFound',
  KAFKA_FAILED: 'BrokerUnreachable',
} as const satisfies Record<StreamErrorCode, string>;

/** A condition as a stage reports it. */
export interface ConsumerJudgement<Reason extends string> {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: Reason;
  readonly message: string;
}

export type BrokerReason = (typeof reasons)[StreamErrorCode] | 'Pending' | 'Connected';

/** Whether Kafka acknowledges what is written, as a condition. */
export function judgeBroker({ failure, answered }: BrokerView): ConsumerJudgement<BrokerReason> {
  const type = 'BrokerConnected';
  if (failure !== undefined) {
    const since = new Date(failure.since).toISOString();
    const message = `${failure.error.message}; since ${since}, goes on trying`;
    return { type, status: 'False', reason: reasons[failure.error.code], message };
  }
  if (!answered) return { type, status: 'Unknown', reason: 'Pending', message: 'Connecting to Kafka' };
  return { type, status: 'True', reason: 'Connected', message: 'Kafka acknowledges what is written' };
}
