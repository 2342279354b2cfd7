import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Consumer, ConsumerEndBatchProcessEvent, EachBatchPayload, IMemberAssignment } from 'kafkajs';
import type { ClientLog } from './client-log.ts';
import { consumedBatch, partitionKey, type TopicPartition } from './consumed-batch.ts';
import type { ConsumerLag } from './consumer-lag.ts';
import { createClient } from './kafka-client.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import type { PartitionOwner, StartingPoint } from './partition-owner.ts';
import { SilenceWatch } from './silence-watch.ts';
import { stickyAssigner } from './sticky-assigner.ts';
import { StreamError } from './stream-error.ts';

/** How much is fetched at once, and how long the broker waits for it. */
export interface FetchLimits {
  /** The broker answers as soon as so much is there. */
  readonly minBytes: number;
  /** … or after so long. */
  readonly waitMilliseconds: number;
  readonly bytesPerPartition: number;
}

/** Which group and topics a member belongs to. */
export interface MembershipOptions {
  readonly topics: readonly string[];
  readonly fetch: FetchLimits;
}

/** What a membership is made of. */
export interface MembershipParts extends MembershipOptions {
  readonly settings: KafkaSettings;
  readonly log: ClientLog;
  readonly groupId: string;
  /** Makes the owner; `fail` ends the membership. */
  readonly ownerOf: (fail: (cause: unknown) => void) => PartitionOwner;
  readonly lag: ConsumerLag;
  /** Partitions of the membership before: the assignor leaves them where they are when it can. */
  readonly claims: readonly TopicPartition[];
  /** The partitions are ours and their owner has begun. */
  readonly onReady: (partitions: readonly TopicPartition[]) => void;
  /** The group is being divided anew. */
  readonly onRebalance: () => void;
}

// The shortest session that brokers allow by default; a member that was killed is missed after it.
const sessionMilliseconds = 6_000;
// Members learn by heartbeat that others have come or gone: the interval is most of what a rebalance takes.
const heartbeatMilliseconds = 250;
const rebalanceMilliseconds = 15_000;
// Longer than a join, which is the longest time without a sign of life.
const silenceMilliseconds = 30_000;
const closeMilliseconds = 10_000;
/** Of one fetch: what is fetched is taken apart at once, at several times its size in memory. */
const fetchBytes = 3 * 1024 * 1024;
/** Batches in a row from elsewhere than asked for; then the place is lost, for instance because retention passed it. */
const mostMisses = 5;
/** At the same time; each waits mostly for the broker. */
const partitionsAtOnce = 12;

interface Place extends TopicPartition {
  /** Undefined until the owner has begun. */
  next: bigint | undefined;
  opened: Promise<void>;
  misses: number;
}

/** With the member that the client leaves out of its types: the offset that was asked for. */
type FetchedBatch = EachBatchPayload['batch'] & { readonly fetchedOffset: string };

type EndOfBatch = ConsumerEndBatchProcessEvent['payload'];

/** One membership in a consumer group, from joining to leaving or breaking; every start is a new one. */
export class Membership {
  readonly #parts: MembershipParts;
  readonly #consumer: Consumer;
  readonly #owner: PartitionOwner;
  readonly #broken = Promise.withResolvers<never>();
  readonly #places = new Map<string, Place>();
  #partitions: readonly TopicPartition[];

  constructor(parts: MembershipParts) {
    const { settings, log, groupId, fetch, claims } = parts;
    this.#parts = parts;
    this.#partitions = claims;
    // Whoever waits for it comes later than a crash may.
    this.#broken.promise.catch(() => undefined);
    this.#owner = parts.ownerOf((cause) => this.#break(cause));
    this.#consumer = createClient(settings, log).consumer({
      groupId,
      allowAutoTopicCreation: false,
      readUncommitted: false,
      partitionAssigners: [stickyAssigner(() => this.#partitions)],
      sessionTimeout: sessionMilliseconds,
      heartbeatInterval: heartbeatMilliseconds,
      rebalanceTimeout: rebalanceMilliseconds,
      minBytes: fetch.minBytes,
      maxWaitTimeInMs: fetch.waitMilliseconds,
      maxBytesPerPartition: fetch.bytesPerPartition,
      maxBytes: fetchBytes,
      metadataMaxAge: 60_000,
      // We start anew ourselves, with settings read anew; one that restarts behind our back would outlive its end.
      retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000, restartOnFailure: async () => false },
    });
  }

  /** Resolves when `stop` is aborted and what was under way is done; rejects when the membership breaks. */
  async run(stop: AbortSignal): Promise<void> {
    const stopped = stop.aborted ? Promise.resolve() : once(stop, 'abort');
    using watch = new SilenceWatch(silenceMilliseconds, () => {
      const seconds = silenceMilliseconds / 1_000;
      this.#break(
        new StreamError('KAFKA_FAILED', `The Kafka client has shown no sign of life for ${seconds} s`),
      );
    });
    this.#listen(watch);
    try {
      await Promise.race([this.#join(), stopped, this.#broken.promise]);
      await Promise.race([stopped, this.#broken.promise]);
    } finally {
      await this.#close();
    }
  }

  async #join(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...this.#parts.topics], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch: (payload) => this.#take(payload),
    });
  }

  /** A client that hangs is left to itself: whatever it still does is refused by the broker or by its owner. */
  async #close(): Promise<void> {
    const disconnected = this.#consumer.disconnect().catch((error: unknown) => {
      this.#parts.log.debug({ error }, 'Failed to leave the group in order');
    });
    await Promise.race([disconnected, wait(closeMilliseconds, undefined, { ref: false })]);
    await this.#owner.close();
  }

  #break(cause: unknown): void {
    this.#broken.reject(cause);
  }

  #listen(watch: SilenceWatch): void {
    const { CRASH, END_BATCH_PROCESS, FETCH, GROUP_JOIN, HEARTBEAT, REBALANCING } = this.#consumer.events;
    this.#consumer.on(CRASH, ({ payload }) => this.#break(payload.error));
    this.#consumer.on(END_BATCH_PROCESS, ({ payload }) => this.#pass(payload));
    this.#consumer.on(HEARTBEAT, () => watch.seen());
    this.#consumer.on(FETCH, () => watch.seen());
    this.#consumer.on(REBALANCING, () => {
      watch.seen();
      this.#parts.onRebalance();
    });
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      watch.seen();
      this.#joined(payload.memberAssignment);
    });
  }

  /** Called before the first fetch of an assignment. */
  #joined(assignment: IMemberAssignment): void {
    const all = partitionsOf(assignment);
    const keys = new Set(all.map(partitionKey));
    for (const key of this.#places.keys()) if (!keys.has(key)) this.#places.delete(key);
    const fresh = all.filter((partition) => !this.#places.has(partitionKey(partition)));
    this.#partitions = all;
    this.#parts.lag.retain(all);
    const opening = this.#owner.assigned(all, fresh);
    opening.catch((error: unknown) => this.#break(error));
    for (const partition of fresh) this.#places.set(partitionKey(partition), this.#place(partition, opening));
    const places = [...this.#places.values()];
    Promise.all(places.map(({ opened }) => opened)).then(
      () => this.#parts.onReady(all),
      () => undefined,
    );
  }

  #place(partition: TopicPartition, opening: Promise<ReadonlyMap<string, StartingPoint>>): Place {
    const opened = opening.then((points) => {
      const point = points.get(partitionKey(partition));
      if (point === undefined) return;
      place.next = point.next;
      if (point.next >= point.end) this.#parts.lag.caughtUp(partition);
      if (this.#places.get(partitionKey(partition)) === place) this.#seek(place, point.next);
    });
    opened.catch(() => undefined);
    const place: Place = { ...partition, next: undefined, opened, misses: 0 };
    return place;
  }

  async #take({ batch, heartbeat, resolveOffset }: EachBatchPayload): Promise<void> {
    const place = this.#places.get(partitionKey(batch));
    if (place === undefined) return;
    try {
      await beating(this.#handle(place, batch as FetchedBatch), heartbeat);
    } catch (error) {
      this.#break(error);
      return;
    }
    if (place.next === BigInt(batch.lastOffset()) + 1n) resolveOffset(batch.lastOffset());
  }

  /** A batch of marks and of messages that were taken back is not handed over; it is passed all the same. */
  #pass({ topic, partition, batchSize, firstOffset, lastOffset, highWatermark }: EndOfBatch): void {
    const place = this.#places.get(partitionKey({ topic, partition }));
    if (batchSize > 0 || place?.next === undefined || place.next !== BigInt(firstOffset)) return;
    place.next = BigInt(lastOffset) + 1n;
    if (place.next >= BigInt(highWatermark)) this.#parts.lag.caughtUp(place);
  }

  async #handle(place: Place, batch: FetchedBatch): Promise<void> {
    await place.opened;
    if (place.next === undefined) return;
    // Fetched before a seek or before another owner's last transaction: what lies between would be lost or doubled.
    if (BigInt(batch.fetchedOffset) !== place.next) return this.#miss(place, place.next);
    place.misses = 0;
    const consumed = consumedBatch(batch);
    this.#parts.lag.arrived(consumed);
    await this.#owner.handle(consumed);
    place.next = consumed.next;
    this.#parts.lag.handled(consumed);
  }

  #miss(place: Place, next: bigint): void {
    place.misses += 1;
    if (place.misses > mostMisses) {
      const { topic, partition } = place;
      throw new StreamError(
        'KAFKA_FAILED',
        `Offset ${next} of ${topic} ${partition} cannot be read any more`,
      );
    }
    this.#seek(place, next);
  }

  #seek({ topic, partition }: TopicPartition, next: bigint): void {
    this.#consumer.seek({ topic, partition, offset: String(next) });
  }
}

function partitionsOf(assignment: IMemberAssignment): TopicPartition[] {
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}

/** Keeps the session alive while something takes its time; the client itself asks again after each batch. */
async function beating(work: Promise<void>, heartbeat: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => void heartbeat().catch(() => undefined), heartbeatMilliseconds);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
}
