import type { Logger } from '@pricecast/runtime';
import { type Message, messageIn, type Published } from './published.ts';
import type { RedisLink } from './redis-link.ts';

/** What a mirror is made of. */
export interface MirrorParts {
  readonly link: RedisLink;
  readonly prefix: string;
  readonly replica: string;
  readonly log: Logger;
  /** Takes in what another replica has published. */
  readonly heard: (key: string, published: Published) => void;
}

/** Entries that are read at a time when a replica starts. */
const atOnce = 200;

/** Lets every replica know what each has published, so that any of them answers any lookup from its own memory. */
export class BoardMirror {
  readonly #parts: MirrorParts;
  readonly #key: string;

  private constructor(parts: MirrorParts) {
    this.#parts = parts;
    this.#key = `${parts.prefix}:board`;
  }

  /** Listens from now on; rejects when the store does not answer. */
  static async open(parts: MirrorParts): Promise<BoardMirror> {
    const mirror = new BoardMirror(parts);
    const { ears } = parts.link;
    ears.on('message', (channel: string, text: string) => {
      if (channel === mirror.#key) mirror.#hear(text);
    });
    // What was said while the connection was broken.
    ears.on('ready', () => void mirror.catchUp());
    await ears.subscribe(mirror.#key);
    return mirror;
  }

  /** Takes in what was published before. Never rejects: what is missing comes with the next decision of each scaler. */
  async catchUp(): Promise<void> {
    try {
      await this.#readAll();
    } catch (error) {
      this.#parts.log.warn({ error }, 'Could not read what other replicas have published');
    }
  }

  /** Never rejects: without the store the others refuse what has grown old. */
  async publish(key: string, published: Published): Promise<void> {
    const { link, replica, log } = this.#parts;
    const text = JSON.stringify({ from: replica, key, published } satisfies Message);
    try {
      await link.commands.pipeline().hset(this.#key, key, text).publish(this.#key, text).exec();
    } catch (error) {
      log.warn({ error, scaler: key }, 'Could not tell the other replicas of a decision');
    }
  }

  /** Takes a scaler away that is gone. Never rejects: nobody takes in a scaler that does not exist. */
  async withdraw(key: string): Promise<void> {
    const { link, log } = this.#parts;
    try {
      await link.commands.hdel(this.#key, key);
    } catch (error) {
      log.warn({ error, scaler: key }, 'Could not take a scaler from the shared board');
    }
  }

  async #readAll(): Promise<void> {
    const { commands } = this.#parts.link;
    const keys = await commands.hkeys(this.#key);
    for (let begin = 0; begin < keys.length; begin += atOnce) {
      const texts = await commands.hmget(this.#key, ...keys.slice(begin, begin + atOnce));
      for (const text of texts) if (text !== null) this.#hear(text);
    }
  }

  #hear(text: string): void {
    const message = messageIn(text);
    if (message === undefined) this.#parts.log.warn('Heard something that no replica of this version says');
    else if (message.from !== this.#parts.replica) this.#parts.heard(message.key, message.published);
  }
}
