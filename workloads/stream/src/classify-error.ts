import { StreamError, type StreamErrorCode } from './stream-error.ts';

/** The members of a client error that tell what happened. */
interface Symptoms {
  readonly name: string;
  readonly message: string;
  /** Protocol error of the broker, such as TOPIC_AUTHORIZATION_FAILED. */
  readonly type: string;
  /** Error of the socket or of TLS, such as ECONNREFUSED. */
  readonly code: string;
  /** True for a protocol error that the broker expects to pass: a leader or coordinator is being elected. */
  readonly passes: boolean;
}

interface Rule {
  readonly code: StreamErrorCode;
  readonly matches: (symptoms: Symptoms) => boolean;
  /** Ends the sentence that begins with the brokers' address. */
  readonly advice: string;
}

const untrusted =
  /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_(HAS_EXPIRED|NOT_YET|ALTNAME|UNTRUSTED|SIGNATURE)/;
// A broker that expects plain text takes a TLS greeting for a huge request and hangs up.
const notTls = /before secure TLS connection was established/;
const stateLost =
  /OUT_OF_ORDER_SEQUENCE|UNKNOWN_PRODUCER_ID|INVALID_PRODUCER_EPOCH|PRODUCER_FENCED|INVALID_PRODUCER_ID_MAPPING/;
const refused =
  /MESSAGE_TOO_LARGE|RECORD_LIST_TOO_LARGE|INVALID_TIMESTAMP|INVALID_RECORD|INVALID_REQUIRED_ACKS|CORRUPT_MESSAGE|POLICY_VIOLATION/;
const unreachable =
  /^KafkaJS(ConnectionError|ConnectionClosedError|RequestTimeoutError|BrokerNotFound|NoBrokerAvailableError|GroupCoordinatorNotFound|LockTimeout|Timeout|MetadataNotLoaded)$/;

/** In order: the first rule that matches any error in the chain of causes decides. */
const rules: readonly Rule[] = [
  {
    code: 'TLS_UNTRUSTED',
    matches: ({ code }) => untrusted.test(code),
    advice: 'shows a certificate that the CA file does not vouch for: check the CA and the host name',
  },
  {
    code: 'TLS_FAILED',
    matches: ({ code, message }) => /^(ERR_SSL|EPROTO|ERR_TLS)/.test(code) || notTls.test(message),
    advice: 'does not speak TLS on this port: check port and TLS setting',
  },
  {
    code: 'AUTHENTICATION_FAILED',
    matches: ({ name, type }) => name === 'KafkaJSSASLAuthenticationError' || /SASL_/.test(type),
    advice: 'refused user name, password or SASL mechanism: check the Secret and the mechanism',
  },
  {
    code: 'AUTHORIZATION_FAILED',
    matches: ({ type }) => type.endsWith('AUTHORIZATION_FAILED'),
    advice: 'does not allow this user to do it: check the ACLs',
  },
  {
    code: 'TOPIC_UNKNOWN',
    matches: ({ name, type }) =>
      type === 'UNKNOWN_TOPIC_OR_PARTITION' || name === 'KafkaJSTopicMetadataNotLoaded',
    advice: 'does not know the topic: check that it was created and not deleted',
  },
  {
    code: 'MESSAGE_REFUSED',
    matches: ({ type }) => refused.test(type),
    advice: 'refused a message: check the size and time limits of the topic',
  },
  {
    code: 'PRODUCER_STATE_LOST',
    matches: ({ type }) => stateLost.test(type),
    advice: 'no longer knows this producer; a new one takes over',
  },
  {
    code: 'BROKER_UNREACHABLE',
    matches: ({ name, code, passes }) =>
      unreachable.test(name) || passes || /^(E[A-Z]+|ENOTFOUND)$/.test(code),
    advice: 'does not answer: check address, port, network policy and whether the broker runs',
  },
];

/** Names the fault that an error of the Kafka client stands for. A StreamError stays as it is. */
export function classifyError(error: unknown, bootstrapServers: readonly string[]): StreamError {
  if (error instanceof StreamError) return error;
  const chain = causes(error);
  const rule = rules.find(({ matches }) => chain.some(matches));
  const told = chain[0]?.message ?? String(error);
  const address = `Kafka at ${bootstrapServers.join(', ')}`;
  if (rule === undefined)
    return new StreamError('KAFKA_FAILED', `${address} failed: ${told}`, { cause: error });
  return new StreamError(rule.code, `${address} ${rule.advice} (${told})`, { cause: error });
}

/** True while the broker itself expects the fault to pass: a leader or coordinator is being elected. */
export function passesByItself(error: unknown): boolean {
  return causes(error).some(({ passes, type }) => passes && type !== 'UNKNOWN_TOPIC_OR_PARTITION');
}

/** True when the broker answered with this protocol error, such as CONCURRENT_TRANSACTIONS. */
export function hasType(error: unknown, wanted: string): boolean {
  return causes(error).some(({ type }) => type === wanted);
}

/** The error and everything that caused it; at most ten, for causes may form a circle. */
function causes(error: unknown): Symptoms[] {
  const found: Symptoms[] = [];
  const open: unknown[] = [error];
  while (open.length > 0 && found.length < 10) {
    const next = open.shift();
    if (typeof next !== 'object' || next === null) continue;
    const { name, message, type, code, retriable, cause, errors } = next as Record<string, unknown>;
    const passes = type !== undefined && retriable === true;
    found.push({ name: text(name), message: text(message), type: text(type), code: text(code), passes });
    open.push(cause, ...(Array.isArray(errors) ? errors : []));
  }
  return found;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
