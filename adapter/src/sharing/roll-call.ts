import type { Clock } from '@pricecast/kube';
import type { Logger } from '@pricecast/runtime';
import type { RedisLink } from './redis-link.ts';
import { ownerOf } from './rendezvous.ts';

/** What a roll call is made of. */
export interface RollCallParts {
  readonly link: RedisLink;
  readonly prefix: string;
  /** Name of this replica, unlike that of any other. */
  readonly replica: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often a replica answers, and after what silence it counts as gone; milliseconds. */
const times = { answer: 1_500, gone: 5_000 } as const;

/** Answers for one replica and tells who else has, all by the clock of the server. */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZRANGE', KEYS[1], 0, -1)`;

/**
 * Knows which replicas there are, and so which scalers are this one's. Without the store everybody keeps what they have:
 * two that decide for one scaler for a while do less harm than none.
 */
export class RollCall {
  readonly #parts: RollCallParts;
  readonly #key: string;
  #replicas: readonly string[] = [];
  #changed: () => void = () => {};
  #cancel = () => {};
  #closed = false;

  constructor(parts: RollCallParts) {
    this.#parts = parts;
    this.#key = `${parts.prefix}:replicas`;
  }

  /**
   * Answers for the first time, so that the others hand over. To be called by a replica that can take over; before,
   * nothing is its own. Rejects when the store does not answer.
   */
  async begin(): Promise<void> {
    const { link, replica } = this.#parts;
    link.ears.on('message', (channel: string) => {
      if (channel === this.#key) void this.#answer();
    });
    await link.ears.subscribe(this.#key);
    this.#replicas = await this.#ask();
    await link.commands.publish(this.#key, replica);
    this.#schedule();
  }

  /** Every replica that answers, in order of name. */
  get replicas(): readonly string[] {
    return this.#replicas;
  }

  /** Whether this replica has a scaler. */
  isMine(key: string): boolean {
    return ownerOf(key, this.#replicas) === this.#parts.replica;
  }

  /** Calls back when a replica has come or gone. */
  onChange(callback: () => void): void {
    this.#changed = callback;
  }

  /** Says good-bye, so that the others take over at once. */
  async leave(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    const { replica, link, log } = this.#parts;
    try {
      await link.commands.zrem(this.#key, replica);
      await link.commands.publish(this.#key, replica);
    } catch (error) {
      log.warn({ error }, 'Could not say good-bye; the others notice by silence');
    }
  }

  async #answer(): Promise<void> {
    if (this.#closed) return;
    try {
      const before = this.#replicas.join();
      this.#replicas = await this.#ask();
      if (this.#replicas.join() === before) return;
      this.#parts.log.info({ replicas: this.#replicas }, 'Replicas have come or gone');
      this.#changed();
    } catch (error) {
      this.#parts.log.warn({ error }, 'Could not call the roll; everybody keeps their scalers');
    }
  }

  async #ask(): Promise<readonly string[]> {
    const { link, replica } = this.#parts;
    const found = await link.commands.eval(script, 1, this.#key, replica, times.gone);
    return (found as string[]).sort();
  }

  #schedule(): void {
    if (this.#closed) return;
    this.#cancel = this.#parts.clock.after(
      times.answer,
      () => void this.#answer().then(() => this.#schedule()),
    );
  }
}
