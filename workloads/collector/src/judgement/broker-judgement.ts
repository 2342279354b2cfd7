import type { Reason } from '@pricecast/crds';
import type { Judgement } from '@pricecast/runtime';
import type { StreamError, StreamErrorCode } from '@pricecast/stream';

/** What is known about Kafka. */
export interface BrokerView {
  readonly failure: { readonly error: StreamError; readonly since: number } | undefined;
  /** True once a broker has answered. */
  readonly answered: boolean;
}

const reasons: Readonly<Record<StreamErrorCode, Reason>> = {
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
};

/** Whether Kafka acknowledges what is written, as a condition. */
export function judgeBroker({ failure, answered }: BrokerView): Judgement {
  const type = 'BrokerConnected';
  if (failure !== undefined) {
    const since = new Date(failure.since).toISOString();
    const message = `${failure.error.message}; since ${since}, goes on trying`;
    return { type, status: 'False', reason: reasons[failure.error.code], message };
  }
  if (!answered) return { type, status: 'Unknown', reason: 'Pending', message: 'Connecting to Kafka' };
  return { type, status: 'True', reason: 'Connected', message: 'Kafka acknowledges what is written' };
}
