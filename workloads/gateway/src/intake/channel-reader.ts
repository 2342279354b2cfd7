import type { Logger } from '@pricecast/runtime';
import { type ConsumedBatch, type KafkaSettingsSource, partitionKey, TopicFollower } from '@pricecast/stream';
import type { ChannelName } from '../channel.ts';
import type { ChannelView } from '../gateway.ts';
import type { History } from '../history/history.ts';
import type { Intake } from './intake.ts';

/** What a reader of a channel is made of. */
export interface ChannelReaderParts {
  readonly channel: ChannelName;
  readonly topic: string;
  readonly source: KafkaSettingsSource;
  readonly log: Logger;
  readonly intake: Intake;
  readonly history: History;
  /** Reading begins with messages of this time; milliseconds since the epoch. */
  readonly since: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

// A topic in which nothing was written for so long has been read to its end, whatever markers lie behind it.
const quietMilliseconds = 1_500;

/** Reads the topic of a channel into the history, for ever. */
export class ChannelReader {
  readonly channel: ChannelName;
  readonly #parts: ChannelReaderParts;
  readonly #follower: TopicFollower;
  #readySince: number | undefined;
  #batchAt = 0;
  #isWarm = false;

  constructor(parts: ChannelReaderParts) {
    this.channel = parts.channel;
    this.#parts = parts;
    this.#follower = new TopicFollower({
      source: parts.source,
      log: parts.log,
      topics: [parts.topic],
      from: { kind: 'Time', time: parts.since },
      onBatch: (batch) => this.#take(batch),
      now: parts.now,
      random: parts.random,
    });
  }

  start(): void {
    this.#follower.start();
  }

  async stop(): Promise<void> {
    await this.#follower.stop();
  }

  /** True while it belongs to the cluster; each time that this turns true the cluster may be another one. */
  get isReady(): boolean {
    return this.#follower.state.ready;
  }

  get view(): ChannelView {
    const { failure, lagSeconds } = this.#follower.state;
    return { isWarm: this.#isWarm, failure, lagSeconds };
  }

  /** Notes what has changed since the last look: partitions that have no message yet have a place as well. */
  look(): void {
    const { ready, lagSeconds } = this.#follower.state;
    const now = this.#parts.now();
    this.#readySince = ready ? (this.#readySince ?? now) : undefined;
    if (!ready) return;
    for (const [key, next] of this.#follower.positions) this.#open(key, Number(next));
    const isQuiet = now - Math.max(this.#batchAt, this.#readySince ?? now) >= quietMilliseconds;
    this.#isWarm ||= lagSeconds === 0 || isQuiet;
  }

  #open(key: string, next: number): void {
    const { history, channel } = this.#parts;
    const partition = Number(key.slice(key.lastIndexOf('/') + 1));
    if (history.journals(channel)[partition] === undefined) history.open(channel, partition, next);
  }

  #take(batch: ConsumedBatch): void {
    this.#batchAt = this.#parts.now();
    const start = this.#follower.positions.get(partitionKey(batch)) ?? 0n;
    this.#parts.intake.take(this.#parts.channel, Number(start), batch);
  }
}
