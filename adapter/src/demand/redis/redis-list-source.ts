import { refusal, unreadBecauseOf } from '../demand-error.ts';
import type { DemandSource, Reading } from '../reading.ts';
import { flowBetween, type QueueLook } from './queue-look.ts';
import type { RedisCommands, RedisConnection } from './redis-connection.ts';
import { entriesOf, firstGroup } from './stream-info.ts';

/** What the source is made of. */
export interface RedisListParts {
  readonly connection: Pick<RedisConnection, 'use' | 'close'>;
  readonly key: string;
  readonly pushedKey?: string | undefined;
  readonly servedKey?: string | undefined;
  readonly consumerGroup?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Counts what is pushed to a list or added to a stream. The length alone is no load: it says what was not served. */
export class RedisListSource implements DemandSource {
  readonly #parts: RedisListParts;
  #before: QueueLook | undefined;

  constructor(parts: RedisListParts) {
    this.#parts = parts;
  }

  async read(): Promise<Reading> {
    try {
      const look = await this.#parts.connection.use((commands) => this.#look(commands));
      const before = this.#before;
      this.#before = look;
      const flow = before === undefined ? undefined : flowBetween(before, look);
      if (flow === undefined) return { kind: 'Started' };
      const { load, work } = flow;
      return { kind: 'Value', at: look.at, load, ...(work === undefined ? {} : { work }) };
    } catch (error) {
      // A rate across an outage would spread over it what nobody saw, so counting begins anew.
      this.#before = undefined;
      return unreadBecauseOf(error);
    }
  }

  close(): Promise<void> {
    return this.#parts.connection.close();
  }

  async #look(commands: RedisCommands): Promise<QueueLook> {
    const { key, pushedKey, servedKey, now } = this.#parts;
    const [type, pushed, served] = await Promise.all([
      commands.call('TYPE', key),
      counterOf(commands, pushedKey),
      counterOf(commands, servedKey),
    ]);
    if (type === 'stream') return this.#lookAtStream(commands, { pushed, served });
    if (type !== 'list' && type !== 'none')
      throw refusal(`Key ${key} is a ${String(type)}, not a list or stream`);
    if (pushed === undefined && served === undefined)
      throw refusal(
        type === 'none'
          ? `Key ${key} does not exist`
          : `Key ${key} is a list, which tells only its length: name pushedKey or servedKey`,
      );
    // A list without jobs does not exist.
    const length = type === 'none' ? 0 : Number(await commands.call('LLEN', key));
    return { at: now(), length, pushed, served };
  }

  async #lookAtStream(
    commands: RedisCommands,
    counted: Pick<QueueLook, 'pushed' | 'served'>,
  ): Promise<QueueLook> {
    const { key, consumerGroup, now } = this.#parts;
    const [info, groups] = await Promise.all([
      commands.call('XINFO', 'STREAM', key),
      consumerGroup === undefined ? [] : commands.call('XINFO', 'GROUPS', key),
    ]);
    const pushed = counted.pushed ?? entriesOf(info);
    if (pushed === undefined)
      throw refusal(
        `The server does not count what is added to stream ${key}: use Redis 7 or name pushedKey`,
      );
    const group = consumerGroup === undefined ? undefined : firstGroup(groups, consumerGroup);
    if (consumerGroup !== undefined && group === undefined)
      throw refusal(`Stream ${key} has no consumer group ${consumerGroup}`);
    return { at: now(), length: group?.lag, pushed, served: counted.served ?? group?.read };
  }
}

/** A counter that is not there is no zero: perhaps its name is wrong. */
async function counterOf(commands: RedisCommands, key: string | undefined): Promise<number | undefined> {
  if (key === undefined) return undefined;
  const text = await commands.call('GET', key);
  if (text === null) throw refusal(`Counter ${key} does not exist: set it to 0 to begin with`);
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw refusal(`Counter ${key} is not a number that counts up`);
  return value;
}
