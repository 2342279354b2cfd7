import {
  type ClientLog,
  KafkaAdmin,
  type KafkaSettings,
  type KafkaSettingsSource,
  settingsFrom,
} from '@pricecast/stream';
import type { OffsetReader, OffsetReaders } from './offset-reader.ts';

/** One connection to one Kafka cluster, shared by the scalers that read it with the same settings. */
interface Shared {
  users: number;
  admin: Promise<KafkaAdmin> | undefined;
}

/** Connections to brokers, one for each way of reaching them. */
export class SharedReaders {
  readonly #log: ClientLog;
  readonly #shared = new Map<string, Shared>();

  constructor(log: ClientLog) {
    this.#log = log;
  }

  /** Readers over the connection that `name` stands for; `settings` are read anew whenever it is made. */
  over(name: string, settings: KafkaSettingsSource): OffsetReaders {
    const shared = this.#shared.get(name) ?? { users: 0, admin: undefined };
    shared.users += 1;
    this.#shared.set(name, shared);
    return {
      open: async () => {
        shared.admin ??= settingsFrom(settings).then((read) => this.#connect(read));
        const admin = shared.admin;
        return readerOver(
          await admin.catch((error: unknown) => {
            if (shared.admin === admin) shared.admin = undefined;
            throw error;
          }),
        );
      },
      broken: () => this.#drop(shared),
      close: async () => {
        shared.users -= 1;
        if (shared.users > 0) return;
        this.#shared.delete(name);
        this.#drop(shared);
      },
    };
  }

  #connect(settings: KafkaSettings): Promise<KafkaAdmin> {
    return KafkaAdmin.connect(settings, this.#log);
  }

  #drop(shared: Shared): void {
    const { admin } = shared;
    shared.admin = undefined;
    admin
      ?.then((open) => open.close())
      .catch((error: unknown) => this.#log.debug({ error }, 'A broken connection did not close'));
  }
}

const readerOver = (admin: KafkaAdmin): OffsetReader => ({
  bounds: async (topic) => {
    const offsets = await admin.offsets(topic);
    return { lows: offsets.map(({ low }) => low), highs: offsets.map(({ high }) => high) };
  },
  committed: (group, topic) => admin.committedOffsets(group, topic),
  at: async (topic, at) => {
    const found = await admin.offsetsSince(topic, at);
    return { at, offsets: [...found].sort(([left], [right]) => left - right).map(([, offset]) => offset) };
  },
});
