/**
 * What is wrong between us and Kafka, as far as a client can tell.
 *
 * | code | heals when |
 * |---|---|
 * | BROKER_UNREACHABLE | a broker answers at the address |
 * | TLS_UNTRUSTED | the CA file holds the CA that signed the broker's certificate |
 * | TLS_FAILED | both sides speak TLS, or neither |
 * | AUTHENTICATION_FAILED | user name, password and mechanism are those of the broker |
 * | AUTHORIZATION_FAILED | the user may do what we asked for |
 * | TOPIC_UNKNOWN | the topic exists |
 * | MESSAGE_REFUSED | the topic takes messages of this size, time and format |
 * | PRODUCER_STATE_LOST | at once: a new producer takes over |
 * | SETTINGS_UNREADABLE | the files with CA and password can be read |
 * | KAFKA_FAILED | unknown; the cause says more |
 */
export type StreamErrorCode =
  | 'BROKER_UNREACHABLE'
  | 'TLS_UNTRUSTED'
  | 'TLS_FAILED'
  | 'AUTHENTICATION_FAILED'
  | 'AUTHORIZATION_FAILED'
  | 'TOPIC_UNKNOWN'
  | 'MESSAGE_REFUSED'
  | 'PRODUCER_STATE_LOST'
  | 'SETTINGS_UNREADABLE'
  | 'KAFKA_FAILED';

/** A fault between us and Kafka; the message is a sentence for people and holds no secret. */
export class StreamError extends Error {
  readonly code: StreamErrorCode;

  constructor(code: StreamErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StreamError';
    this.code = code;
  }
}
