import type { Clock } from '@pricecast/kube';
import type { Logger } from '@pricecast/runtime';
import { RedisHistoryStore } from '../history/redis-history-store.ts';
import { BoardMirror } from './board-mirror.ts';
import type { Published } from './published.ts';
import { type RedisAddress, RedisLink } from './redis-link.ts';
import { RollCall } from './roll-call.ts';

/** What several replicas share scalers by. */
export interface SharingParts {
  readonly address: RedisAddress;
  /** Name of this replica, unlike that of any other. */
  readonly replica: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Takes in what another replica has published. */
  readonly heard: (key: string, published: Published) => void;
}

/** Before every key; releases that share a Redis take databases of their own. */
const prefix = 'pricecast';

/** A store that replicas share, who has which scaler, and what each has published. */
export class Sharing {
  readonly store: RedisHistoryStore;
  readonly rollCall: RollCall;
  readonly mirror: BoardMirror;
  readonly #link: RedisLink;

  private constructor(link: RedisLink, rollCall: RollCall, mirror: BoardMirror) {
    this.#link = link;
    this.store = new RedisHistoryStore(link.commands, prefix);
    this.rollCall = rollCall;
    this.mirror = mirror;
  }

  /** Connects; nothing is this replica's before `begin`. Rejects when the store does not answer. */
  static async open({ address, replica, clock, log, heard }: SharingParts): Promise<Sharing> {
    const link = await RedisLink.open(address, log);
    const common = { link, prefix, replica, log };
    const mirror = await BoardMirror.open({ ...common, heard });
    return new Sharing(link, new RollCall({ ...common, clock }), mirror);
  }

  /** Takes in what the others have published, and its share. Rejects when the store does not answer. */
  async begin(): Promise<void> {
    await this.mirror.catchUp();
    await this.rollCall.begin();
  }

  /** Lets the others take over at once. To be called before the scalers end, so that they are not alone for long. */
  leave(): Promise<void> {
    return this.rollCall.leave();
  }

  close(): void {
    this.#link.close();
  }
}
