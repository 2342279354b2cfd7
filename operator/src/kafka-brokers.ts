import type { Reason } from '@pricecast/crds';
import {
  type ClientLog,
  KafkaAdmin,
  StreamError,
  type StreamErrorCode,
  type TopicSpec,
  type TopicState,
} from '@pricecast/stream';
import type { KafkaReading, TradesFacts } from './price-pipeline/observed.ts';
import type { BrokerQuestion, Brokers, KafkaConnection } from './price-pipeline/ports.ts';
import type { Refusal } from './price-pipeline/view.ts';

/** The part of a Kafka administrator that is used. */
export type AdminClient = Pick<
  KafkaAdmin,
  'describeTopics' | 'ensureTopics' | 'offsets' | 'messagesSince' | 'close'
>;

/** What the brokers are asked with. */
export interface KafkaBrokersOptions {
  readonly connect: (connection: KafkaConnection) => Promise<AdminClient>;
  readonly now: () => Date;
}

/** Connects as the operator. */
export const connectAdmin =
  (log: ClientLog): KafkaBrokersOptions['connect'] =>
  (connection) =>
    KafkaAdmin.connect({ ...connection, clientId: 'pricecast-operator' }, log);

/**
 * Asks brokers through a connection that is opened for each question: pipelines are many, questions are rare, and
 * an idle connection would hide that the password has changed.
 */
export class KafkaBrokers implements Brokers {
  readonly #options: KafkaBrokersOptions;

  constructor(options: KafkaBrokersOptions) {
    this.#options = options;
  }

  async read(
    connection: KafkaConnection,
    question: BrokerQuestion,
    signal: AbortSignal,
  ): Promise<KafkaReading> {
    try {
      return await this.#with(connection, signal, (admin) => this.#ask(admin, question));
    } catch (error) {
      return { kind: 'Failed', ...explained(error, connection, signal) };
    }
  }

  async ensure(
    connection: KafkaConnection,
    topics: readonly TopicSpec[],
    signal: AbortSignal,
  ): Promise<Pick<Refusal, 'reason' | 'what'> | undefined> {
    try {
      await this.#with(connection, signal, (admin) => admin.ensureTopics(topics));
      return undefined;
    } catch (error) {
      const { reason, what } = explained(error, connection, signal);
      return { reason: reason === 'BrokerUnreachable' ? 'TopicRefused' : reason, what };
    }
  }

  async #with<T>(
    connection: KafkaConnection,
    signal: AbortSignal,
    use: (admin: AdminClient) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const admin = await this.#options.connect(connection);
    try {
      return await use(admin);
    } finally {
      await admin.close();
    }
  }

  async #ask(
    admin: AdminClient,
    { topics, tradesTopic, windowSeconds }: BrokerQuestion,
  ): Promise<KafkaReading> {
    const known = await statesOf(admin, topics);
    const trades = known.has(tradesTopic) ? await this.#count(admin, tradesTopic, windowSeconds) : absent;
    return { kind: 'Answered', topics: known, trades };
  }

  async #count(admin: AdminClient, topic: string, windowSeconds: number): Promise<TradesFacts> {
    const since = this.#options.now().getTime() - windowSeconds * 1_000;
    const [recent, offsets] = await Promise.all([admin.messagesSince(topic, since), admin.offsets(topic)]);
    const everWritten = offsets.reduce((sum, { high }) => sum + Number(high), 0);
    return { kind: 'Counted', everWritten, recent: Number(recent), windowSeconds };
  }
}

const absent: TradesFacts = { kind: 'Absent' };

/** One question for all topics; where one of them is missing the broker answers for none, so each is asked for. */
const statesOf = async (
  admin: AdminClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, TopicState>> => {
  const all = await describe(admin, names);
  if (all !== undefined) return all;
  const each = await Promise.all(names.map((name) => describe(admin, [name])));
  return new Map(each.flatMap((found) => [...(found ?? [])]));
};

const describe = async (
  admin: AdminClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, TopicState> | undefined> => {
  try {
    return await admin.describeTopics(names);
  } catch (error) {
    if (error instanceof StreamError && error.code === 'TOPIC_UNKNOWN') return undefined;
    throw error;
  }
};

/** What a person reads about a failure. Only stable words: what a client adds may differ from try to try. */
const explanations: Partial<
  Readonly<Record<StreamErrorCode, (servers: string, user: string) => { reason: Reason; what: string }>>
> = {
  BROKER_UNREACHABLE: (servers) => ({
    reason: 'BrokerUnreachable',
    what: `No broker answers at ${servers}`,
  }),
  TLS_UNTRUSTED: (servers) => ({
    reason: 'KafkaTlsFailed',
    what: `The certificate of the brokers at ${servers} is not signed by a trusted authority`,
  }),
  TLS_FAILED: (servers) => ({
    reason: 'KafkaTlsFailed',
    what: `The brokers at ${servers} do not speak TLS as the spec has it`,
  }),
  AUTHENTICATION_FAILED: (servers, user) => ({
    reason: 'KafkaAuthenticationFailed',
    what: `The brokers at ${servers} do not let in ${user} with this password and mechanism`,
  }),
  AUTHORIZATION_FAILED: (servers, user) => ({
    reason: 'KafkaAuthorizationFailed',
    what: `The brokers at ${servers} do not allow ${user} to look after the topics`,
  }),
};

const explained = (
  error: unknown,
  { bootstrapServers, sasl }: KafkaConnection,
  signal: AbortSignal,
): { reason: Reason; what: string } => {
  signal.throwIfAborted();
  if (!(error instanceof StreamError)) throw error;
  const user = sasl === undefined ? 'a client without a name' : `user ${sasl.username}`;
  const explain = explanations[error.code];
  return explain?.(bootstrapServers.join(', '), user) ?? { reason: 'BrokerUnreachable', what: error.message };
};
