import {
  KafkaJSConnectionError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
} from 'kafkajs';
import { expect, test } from 'vitest';
import { classifyError, passesByItself } from './classify-error.ts';
import { StreamError } from './stream-error.ts';

const servers = ['btc-kafka.markets.svc:9092'];

/** Of classes whose constructor the client's types declare wrongly. */
function named(name: string): Error {
  return Object.assign(new Error('Failed'), { name });
}

function socketError(code: string): Error {
  return Object.assign(new KafkaJSConnectionError(`Connection error: ${code}`), { code });
}

function protocolError(type: string): Error {
  return Object.assign(new KafkaJSProtocolError(new Error(type)), { type, retriable: false });
}

function passing(type: string): Error {
  return Object.assign(protocolError(type), { retriable: true });
}

function exhausted(cause: Error): Error {
  return new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 2, retryTime: 1 });
}

test.each([
  ['nobody listens', socketError('ECONNREFUSED'), 'BROKER_UNREACHABLE'],
  ['the name is unknown', socketError('ENOTFOUND'), 'BROKER_UNREACHABLE'],
  ['no answer comes', new KafkaJSRequestTimeoutError('Request Produce timed out'), 'BROKER_UNREACHABLE'],
  ['the leader is gone', named('KafkaJSBrokerNotFound'), 'BROKER_UNREACHABLE'],
  ['a partition has no leader', passing('LEADER_NOT_AVAILABLE'), 'BROKER_UNREACHABLE'],
  ['a coordinator is loading', passing('GROUP_LOAD_IN_PROGRESS'), 'BROKER_UNREACHABLE'],
  ['the CA is another one', socketError('SELF_SIGNED_CERT_IN_CHAIN'), 'TLS_UNTRUSTED'],
  ['the certificate names another host', socketError('ERR_TLS_CERT_ALTNAME_INVALID'), 'TLS_UNTRUSTED'],
  ['the port speaks plain text', socketError('ERR_SSL_WRONG_VERSION_NUMBER'), 'TLS_FAILED'],
  ['the mechanism is off', protocolError('UNSUPPORTED_SASL_MECHANISM'), 'AUTHENTICATION_FAILED'],
  ['the password is wrong', named('KafkaJSSASLAuthenticationError'), 'AUTHENTICATION_FAILED'],
  ['the user may not write', protocolError('TOPIC_AUTHORIZATION_FAILED'), 'AUTHORIZATION_FAILED'],
  ['the topic is missing', protocolError('UNKNOWN_TOPIC_OR_PARTITION'), 'TOPIC_UNKNOWN'],
  ['a message is too large', protocolError('MESSAGE_TOO_LARGE'), 'MESSAGE_REFUSED'],
  ['the broker forgot the producer', protocolError('UNKNOWN_PRODUCER_ID'), 'PRODUCER_STATE_LOST'],
  ['something else happens', new Error('strange'), 'KAFKA_FAILED'],
  ['no error at all is thrown', 'strange', 'KAFKA_FAILED'],
])('when %s', (_name, error, code) => {
  expect(classifyError(error, servers)).toMatchObject({ code, cause: error });
  if (error instanceof Error) expect(classifyError(exhausted(error), servers).code).toBe(code);
});

test('the sentence names the address, what to check and what the client said', () => {
  const { message } = classifyError(socketError('ECONNREFUSED'), servers);
  expect(message).toBe(
    'Kafka at btc-kafka.markets.svc:9092 does not answer: check address, port, network policy and whether the broker runs (Connection error: ECONNREFUSED)',
  );
});

test('an error that is classified already stays the same', () => {
  const error = new StreamError('TOPIC_UNKNOWN', 'gone');
  expect(classifyError(error, servers)).toBe(error);
});

test('causes that form a circle come to an end', () => {
  const error = new Error('round');
  error.cause = error;
  expect(classifyError(error, servers).code).toBe('KAFKA_FAILED');
});

test.each([
  ['an election passes by itself', passing('NOT_LEADER_FOR_PARTITION'), true],
  ['a missing topic does not', passing('UNKNOWN_TOPIC_OR_PARTITION'), false],
  ['a refused right does not', protocolError('TOPIC_AUTHORIZATION_FAILED'), false],
  ['a dead broker does not', socketError('ECONNREFUSED'), false],
])('%s', (_name, error, passes) => {
  expect(passesByItself(error)).toBe(passes);
  expect(passesByItself(exhausted(error))).toBe(passes);
});
