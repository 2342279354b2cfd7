import {
  type ClientLog,
  type ConsumedRecord,
  type KafkaSettingsSource,
  readNewest,
  settingsFrom,
  TopicFollower,
} from '@pricecast/stream';
import { JointReadings } from './joint-readings.ts';
import type { TopicValues } from './topic-values.ts';

type Listener = (records: readonly ConsumedRecord[]) => void;

/** One reader of a topic, and of its past, for all that listen. */
interface Shared {
  readonly listeners: Set<Listener>;
  readonly past: JointReadings;
  users: number;
  follower: TopicFollower | undefined;
}

/** What topics are followed with. */
export interface SharedTopicsParts {
  readonly log: ClientLog;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** How far back a follower begins, in milliseconds: so long may the past have been read before. */
const overlapMs = 60_000;

/** Topics whose messages are read, each by one follower however many scalers look at it. */
export class SharedTopics {
  readonly #parts: SharedTopicsParts;
  readonly #shared = new Map<string, Shared>();

  constructor(parts: SharedTopicsParts) {
    this.#parts = parts;
  }

  /** A topic over the connection that `name` stands for; `source` is read anew whenever it is made. */
  over(name: string, topic: string, source: KafkaSettingsSource): TopicValues {
    const key = JSON.stringify([name, topic]);
    const shared = this.#shared.get(key) ?? this.#unread(topic, source);
    shared.users += 1;
    this.#shared.set(key, shared);
    let own: Listener | undefined;
    return {
      follow: (listener) => {
        own = listener;
        shared.listeners.add(listener);
        shared.follower ??= this.#followed(shared, topic, source);
      },
      get failure() {
        return shared.follower?.state.failure?.error;
      },
      read: (wanted, handle) => shared.past.read(wanted, handle),
      close: async () => {
        shared.users -= 1;
        if (own !== undefined) shared.listeners.delete(own);
        if (shared.users > 0) return;
        this.#shared.delete(key);
        // Leaving takes as long as the brokers do, and nobody has to wait for it.
        shared.follower?.stop().catch((error: unknown) => {
          this.#parts.log.debug({ error, topic }, 'A follower did not leave');
        });
      },
    };
  }

  #unread(topic: string, source: KafkaSettingsSource): Shared {
    const past = new JointReadings(async (wanted, handle) => {
      const settings = await settingsFrom(source);
      await readNewest({ settings, log: this.#parts.log, topic }, wanted, handle);
    });
    return { listeners: new Set(), past, users: 0, follower: undefined };
  }

  #followed({ listeners }: Shared, topic: string, source: KafkaSettingsSource): TopicFollower {
    const { log, now, random } = this.#parts;
    const follower = new TopicFollower({
      ...{ source, log, now, random, topics: [topic] },
      from: { kind: 'Time', time: now() - overlapMs },
      onBatch: ({ records }) => {
        for (const listener of listeners) listener(records);
      },
    });
    follower.start();
    return follower;
  }
}
