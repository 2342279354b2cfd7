import { Redis, ReplyError } from 'ioredis';
import { DemandError, refusal, unreachable } from '../demand-error.ts';
import type { SecretRef, Secrets } from '../reach/secret-values.ts';
import type { Reach, ServicePort } from '../reach/service-reach.ts';

/** How a scaler describes a Redis server. */
export interface RedisServer extends ServicePort {
  readonly tls?:
    | { readonly caSecretRef?: SecretRef | undefined; readonly serverName?: string | undefined }
    | undefined;
  readonly username?: string | undefined;
  readonly passwordSecretRef?: SecretRef | undefined;
}

/** What a connection is made of. */
export interface RedisConnectionParts {
  readonly server: RedisServer;
  readonly reach: Reach;
  readonly secrets: Secrets;
  /** Longest time for connecting and for each command, in milliseconds. */
  readonly deadlineMs?: number;
}

/** A connection as commands are sent through it. */
export type RedisCommands = Pick<Redis, 'call'>;

const defaultDeadlineMs = 3_000;
/** Answers that somebody has to change something about, by their first word. */
const refusals: ReadonlySet<string> = new Set(['NOAUTH', 'WRONGPASS', 'NOPERM', 'WRONGTYPE', 'DENIED']);

/** One connection to a Redis server behind a Service, made when it is needed and anew after a fault. */
export class RedisConnection {
  readonly #parts: RedisConnectionParts;
  #open: Promise<Redis> | undefined;

  constructor(parts: RedisConnectionParts) {
    this.#parts = parts;
  }

  /** Throws `DemandError`; a `DemandError` of `work` is passed on. */
  async use<T>(work: (commands: RedisCommands) => Promise<T>): Promise<T> {
    try {
      this.#open ??= this.#connect();
      return await work(await this.#open);
    } catch (error) {
      await this.close();
      this.#parts.reach.forget(this.#parts.server);
      if (error instanceof DemandError) throw error;
      throw this.#judged(error);
    }
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    // A connection that never came about has nothing to close; whoever waited for it has heard why.
    const redis = await open?.catch(() => undefined);
    redis?.disconnect();
  }

  async #connect(): Promise<Redis> {
    const { server, reach, secrets, deadlineMs = defaultDeadlineMs } = this.#parts;
    const { namespace, service, tls, username, passwordSecretRef } = server;
    const { address: host, port } = await reach.endpointOf(server);
    const password = passwordSecretRef && (await secrets.read(namespace, passwordSecretRef));
    const ca = tls?.caSecretRef && (await secrets.read(namespace, tls.caSecretRef));
    const servername = tls?.serverName ?? `${service}.${namespace}.svc`;
    const redis = new Redis({
      ...{ host, port, lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 },
      ...{ connectTimeout: deadlineMs, commandTimeout: deadlineMs, protocol: 2 },
      // Whoever asks next connects anew, after having looked where the Service leads then.
      retryStrategy: () => null,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(tls === undefined ? {} : { tls: { servername, ...(ca === undefined ? {} : { ca }) } }),
    });
    // Why it failed is told by the event; the promise knows only that the connection is closed.
    let cause: unknown;
    redis.on('error', (error: unknown) => {
      cause = error;
    });
    try {
      await redis.connect();
      return redis;
    } catch (error) {
      redis.disconnect();
      throw cause ?? error;
    }
  }

  #judged(error: unknown): DemandError {
    const { service, port, namespace, passwordSecretRef } = this.#parts.server;
    const called = `Redis of Service ${service}, port ${port},`;
    const words = error instanceof Error ? error.message : String(error);
    if (!(error instanceof ReplyError)) return unreachable(`${called} does not answer: ${words}`, error);
    const [first = ''] = words.split(' ');
    if (first === 'MOVED' || first === 'ASK')
      return refusal(`${called} says that the key lies on another node (${first}), which is not followed`);
    if (!refusals.has(first)) return unreachable(`${called} answers with ${first}`);
    if (passwordSecretRef !== undefined) this.#parts.secrets.forget(namespace, passwordSecretRef);
    return refusal(`${called} refuses: ${first}`);
  }
}
