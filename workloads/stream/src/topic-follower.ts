import { randomUUID } from 'node:crypto';
import type { ClientLog } from './client-log.ts';
import { type ConsumedBatch, partitionKey, type TopicPartition } from './consumed-batch.ts';
import { type ConsumerState, GroupMember } from './group-member.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import type { KafkaSettings, KafkaSettingsSource } from './kafka-settings.ts';
import type { FetchLimits } from './membership.ts';
import type { PartitionOwner, StartingPoint } from './partition-owner.ts';

/** Where a follower begins in a partition that it has not read before. */
export type FollowFrom =
  | { readonly kind: 'Beginning' }
  | { readonly kind: 'End' }
  /** At the first message with this CreateTime (milliseconds since the epoch) or a later one. */
  | { readonly kind: 'Time'; readonly time: number }
  /** By partitionKey(); a partition that is not in the map begins at its end. */
  | { readonly kind: 'Offsets'; readonly offsets: ReadonlyMap<string, bigint> };

/** What a follower is made of. */
export interface FollowerParts {
  readonly source: KafkaSettingsSource;
  readonly log: ClientLog;
  readonly topics: readonly string[];
  readonly from: FollowFrom;
  readonly fetch?: FetchLimits;
  /**
   * Takes a batch; the next one of its partition comes when it is done. A batch whose taking is rejected comes again,
   * so does what follows it.
   */
  readonly onBatch: (batch: ConsumedBatch) => Promise<void> | void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const defaultFetch: FetchLimits = { minBytes: 1, waitMilliseconds: 100, bytesPerPartition: 512 * 1024 };

/**
 * Reads every partition of its topics, committed messages only, and goes on behind the last batch that was taken
 * after whatever went wrong. It shares with nobody and leaves no offsets behind: each follower sees everything.
 */
export class TopicFollower {
  readonly #parts: FollowerParts;
  readonly #member: GroupMember;
  readonly #positions = new Map<string, bigint>();

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    this.#member = new GroupMember({
      ...parts,
      fetch: parts.fetch ?? defaultFetch,
      groupIdOf: ({ clientId }) => `${clientId}.follower.${randomUUID()}`,
      ownerOf: (settings) => this.#owner(settings),
    });
  }

  get state(): ConsumerState {
    return this.#member.state;
  }

  /** Offset behind the last batch that was taken, by partitionKey(). */
  get positions(): ReadonlyMap<string, bigint> {
    return this.#positions;
  }

  start(): void {
    this.#member.start();
  }

  async stop(): Promise<void> {
    await this.#member.stop();
  }

  #owner(settings: KafkaSettings): PartitionOwner {
    return {
      assigned: (_all, fresh) => this.#startingPoints(settings, fresh),
      handle: async (batch) => {
        await this.#parts.onBatch(batch);
        this.#positions.set(partitionKey(batch), batch.next);
      },
      close: async () => undefined,
    };
  }

  async #startingPoints(
    settings: KafkaSettings,
    partitions: readonly TopicPartition[],
  ): Promise<ReadonlyMap<string, StartingPoint>> {
    const admin = await KafkaAdmin.connect(settings, this.#parts.log);
    try {
      const points = new Map<string, StartingPoint>();
      for (const topic of new Set(partitions.map((partition) => partition.topic))) {
        for (const [key, point] of await this.#pointsOf(admin, topic)) points.set(key, point);
      }
      return points;
    } finally {
      await admin.close();
    }
  }

  async #pointsOf(admin: KafkaAdmin, topic: string): Promise<ReadonlyMap<string, StartingPoint>> {
    const { from } = this.#parts;
    const ranges = await admin.offsets(topic);
    const since = from.kind === 'Time' ? await admin.offsetsSince(topic, from.time) : undefined;
    return new Map(
      ranges.map(({ partition, low, high }) => {
        const key = partitionKey({ topic, partition });
        const wanted = this.#positions.get(key) ?? begin(from, key, low, since?.get(partition)) ?? high;
        // What has expired meanwhile cannot be read, and what was never there neither.
        const next = wanted < low ? low : wanted > high ? high : wanted;
        this.#positions.set(key, next);
        return [key, { next, end: high }];
      }),
    );
  }
}

/** Undefined stands for the end. */
function begin(from: FollowFrom, key: string, low: bigint, since: bigint | undefined): bigint | undefined {
  if (from.kind === 'Beginning') return low;
  if (from.kind === 'Time') return since;
  return from.kind === 'Offsets' ? from.offsets.get(key) : undefined;
}
