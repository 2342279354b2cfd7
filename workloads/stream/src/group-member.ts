import { setTimeout as wait } from 'node:timers/promises';
import { type BackoffBounds, backoffMilliseconds } from './backoff.ts';
import type { DeliveryFailure } from './batching-producer.ts';
import { classifyError } from './classify-error.ts';
import type { ClientLog } from './client-log.ts';
import type { TopicPartition } from './consumed-batch.ts';
import { ConsumerLag } from './consumer-lag.ts';
import { type KafkaSettings, type KafkaSettingsSource, settingsFrom } from './kafka-settings.ts';
import { Membership, type MembershipOptions } from './membership.ts';
import type { PartitionOwner } from './partition-owner.ts';

/** What a member of a group is made of. */
export interface GroupMemberParts extends MembershipOptions {
  readonly source: KafkaSettingsSource;
  readonly log: ClientLog;
  /** Name of the group, asked for with each membership. */
  readonly groupIdOf: (settings: KafkaSettings) => string;
  /** Makes the owner of one membership; `fail` ends it. */
  readonly ownerOf: (settings: KafkaSettings, fail: (cause: unknown) => void) => PartitionOwner;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** How a consumer stands. */
export interface ConsumerState {
  /** True once it has joined its group and its partitions are open; false again while the group is divided anew. */
  readonly ready: boolean;
  /** True while the group is divided anew: moments in which nothing is wrong. */
  readonly rebalancing: boolean;
  readonly partitions: readonly TopicPartition[];
  /** Age of the oldest message that is not handled, 0 when all are; undefined while nothing is known. */
  readonly lagSeconds: number | undefined;
  /** Absent while it works. */
  readonly failure: DeliveryFailure | undefined;
}

const backoff: BackoffBounds = { firstMilliseconds: 200, largestMilliseconds: 5_000 };

/** Belongs to a consumer group until it is stopped: each membership that breaks is followed by a new one. */
export class GroupMember {
  readonly lag = new ConsumerLag();
  readonly #parts: GroupMemberParts;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #partitions: readonly TopicPartition[] = [];
  #ready = false;
  #rebalancing = false;
  #failure: DeliveryFailure | undefined;
  #attempts = 0;

  constructor(parts: GroupMemberParts) {
    this.#parts = parts;
  }

  get state(): ConsumerState {
    return {
      ready: this.#ready,
      rebalancing: this.#rebalancing,
      partitions: this.#partitions,
      lagSeconds: this.#lagSeconds(),
      failure: this.#failure,
    };
  }

  /** Out of touch with the broker, nobody knows whether there is more; what waited before still does. */
  #lagSeconds(): number | undefined {
    const seconds = this.lag.seconds(this.#parts.now());
    const inTouch = this.#ready || this.#rebalancing;
    return seconds === 0 && !inTouch ? undefined : seconds;
  }

  start(): void {
    this.#running = this.#run(this.#stopping.signal);
  }

  /** Finishes what is under way and leaves the group. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        await this.#belong(stop);
      } catch (error) {
        this.#noteFailure(error);
      }
      this.#ready = false;
      this.#rebalancing = false;
      if (stop.aborted) return;
      const pause = backoffMilliseconds(this.#attempts, backoff, this.#parts.random());
      await wait(pause, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  async #belong(stop: AbortSignal): Promise<void> {
    const settings = await settingsFrom(this.#parts.source);
    const membership = new Membership({
      ...this.#parts,
      settings,
      groupId: this.#parts.groupIdOf(settings),
      ownerOf: (fail) => this.#parts.ownerOf(settings, fail),
      lag: this.lag,
      claims: this.#partitions,
      onReady: (partitions) => this.#noteReady(partitions),
      onRebalance: () => {
        this.#rebalancing ||= this.#ready;
        this.#ready = false;
      },
    });
    await membership.run(stop).catch((error: unknown) => {
      throw classifyError(error, settings.bootstrapServers);
    });
  }

  #noteReady(partitions: readonly TopicPartition[]): void {
    this.#partitions = partitions;
    this.#ready = true;
    this.#rebalancing = false;
    this.#failure = undefined;
    this.#attempts = 0;
    this.#parts.log.debug({ topics: this.#parts.topics, partitions }, 'Joined the group');
  }

  #noteFailure(cause: unknown): void {
    const error = classifyError(cause, []);
    const before = this.#failure;
    this.#attempts += 1;
    this.#failure = { error, attempts: this.#attempts, since: before?.since ?? this.#parts.now() };
    if (before?.error.code === error.code) return;
    this.#parts.log.warn({ topics: this.#parts.topics, error }, 'Left the group, joins again');
  }
}
