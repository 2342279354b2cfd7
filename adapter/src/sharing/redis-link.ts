import { readFile } from 'node:fs/promises';
import type { Logger } from '@pricecast/runtime';
import { backoffMilliseconds } from '@pricecast/stream';
import { Redis } from 'ioredis';

/** Where the shared store is. */
export interface RedisAddress {
  /** `redis://` or `rediss://`, without a password. */
  readonly url: string;
  readonly passwordFile?: string | undefined;
  /** Authority of the server in PEM, for `rediss://`. */
  readonly caFile?: string | undefined;
}

/** Longest time for connecting and for a command, in milliseconds. */
const deadlineMs = 5_000;
/** Pause before a connection is made anew. */
const pauses = { firstMilliseconds: 400, largestMilliseconds: 5_000 } as const;

/** Two connections to the shared store: one for commands, one that hears what the others say. */
export class RedisLink {
  readonly commands: Redis;
  readonly ears: Redis;

  private constructor(commands: Redis, ears: Redis) {
    this.commands = commands;
    this.ears = ears;
  }

  /** Connects; rejects when the server does not answer or does not let us in. Later faults are healed by themselves. */
  static async open({ url, passwordFile, caFile }: RedisAddress, log: Logger): Promise<RedisLink> {
    const password = passwordFile === undefined ? undefined : (await readFile(passwordFile, 'utf8')).trim();
    const ca = caFile === undefined ? undefined : await readFile(caFile, 'utf8');
    const [commands, ears] = ['commands', 'messages'].map((purpose) => {
      const redis = new Redis(url, {
        ...{ lazyConnect: true, connectTimeout: deadlineMs, maxRetriesPerRequest: 1, protocol: 2 },
        retryStrategy: (attempt) => backoffMilliseconds(attempt, pauses, Math.random()),
        ...(purpose === 'commands' ? { commandTimeout: deadlineMs } : {}),
        ...(password === undefined ? {} : { password }),
        ...(ca === undefined ? {} : { tls: { ca } }),
      });
      redis.on('error', (error) => log.warn({ error, purpose }, 'The shared store does not answer'));
      return redis;
    });
    if (commands === undefined || ears === undefined) throw new RangeError('two connections were made');
    const link = new RedisLink(commands, ears);
    try {
      await Promise.all([commands.connect(), ears.connect()]);
      await commands.ping();
      return link;
    } catch (cause) {
      link.close();
      throw new Error(`STORE_UNREACHABLE: the shared store at ${url} does not answer`, { cause });
    }
  }

  close(): void {
    this.commands.disconnect();
    this.ears.disconnect();
  }
}
