import type { ChannelName } from '../channel.ts';
import type { ChannelView } from '../gateway.ts';
import type { History } from '../history/history.ts';
import type { ChannelReader } from './channel-reader.ts';

/** The readers of all channels, and which cluster they read. */
export class ChannelReaders {
  readonly #readers: readonly ChannelReader[];
  readonly #history: History;
  readonly #clusterId: () => Promise<string>;
  #wasReady = false;
  #asking = false;

  /** `clusterId` asks Kafka who it is; it may reject. */
  constructor(readers: readonly ChannelReader[], history: History, clusterId: () => Promise<string>) {
    this.#readers = readers;
    this.#history = history;
    this.#clusterId = clusterId;
  }

  start(): void {
    for (const reader of this.#readers) reader.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.stop()));
  }

  /** How reading a channel goes; nothing is warm before the cluster is known. */
  view(channel: ChannelName): ChannelView {
    const reader = this.#readers.find((candidate) => candidate.channel === channel);
    const view = reader?.view ?? { isWarm: false, failure: undefined, lagSeconds: undefined };
    return { ...view, isWarm: view.isWarm && this.#history.isNamed };
  }

  /** Notes what has changed since the last look. Rejects when Kafka does not say who it is. */
  async look(): Promise<void> {
    for (const reader of this.#readers) reader.look();
    const isReady = this.#readers.some((reader) => reader.isReady);
    const isNew = isReady && !this.#wasReady;
    this.#wasReady = isReady;
    if (!isNew || this.#asking) return;
    this.#asking = true;
    try {
      this.#history.belongTo(await this.#clusterId());
    } catch (error) {
      // Asked again with the next look.
      this.#wasReady = false;
      throw error;
    } finally {
      this.#asking = false;
    }
  }
}
