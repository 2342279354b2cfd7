import type { Reason } from '@pricecast/crds';
import type { Judgement } from '@pricecast/runtime';
import type { StreamErrorCode } from '@pricecast/stream';
import type { ChannelName } from './channel.ts';
import type { ChannelView } from './gateway.ts';

const reasons: Readonly<Record<string, Reason>> = {
  BROKER_UNREACHABLE: 'BrokerUnreachable',
  TLS_UNTRUSTED: 'KafkaTlsFailed',
  TLS_FAILED: 'KafkaTlsFailed',
  AUTHENTICATION_FAILED: 'KafkaAuthenticationFailed',
  AUTHORIZATION_FAILED: 'KafkaAuthorizationFailed',
  SETTINGS_UNREADABLE: 'SecretNotFound',
} satisfies Partial<Record<StreamErrorCode, Reason>>;

/** Whether Kafka lets itself be read, as a condition. A topic that is not there yet is no fault of the broker. */
export function judgeReading(views: readonly (ChannelView & { readonly name: ChannelName })[]): Judgement {
  const type = 'BrokerConnected';
  const failing = views.find(
    ({ failure }) => failure !== undefined && failure.error.code !== 'TOPIC_UNKNOWN',
  );
  if (failing?.failure !== undefined) {
    const { error, since } = failing.failure;
    const message = `${error.message}; since ${new Date(since).toISOString()}, goes on trying`;
    return { type, status: 'False', reason: reasons[error.code] ?? 'BrokerUnreachable', message };
  }
  const missing = views.filter(({ failure }) => failure !== undefined).map(({ name }) => name);
  const cold = views.filter(({ name, isWarm }) => !isWarm && !missing.includes(name)).map(({ name }) => name);
  if (cold.length > 0) {
    const message = `Reading the history of ${cold.join(', ')}`;
    return { type, status: 'Unknown', reason: 'Pending', message };
  }
  const without = missing.length === 0 ? '' : `; there is no topic yet for ${missing.join(', ')}`;
  return { type, status: 'True', reason: 'Connected', message: `Kafka is read${without}` };
}
