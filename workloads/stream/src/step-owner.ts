import type { Kafka } from 'kafkajs';
import type { ClientLog } from './client-log.ts';
import { type ConsumedBatch, partitionKey, type TopicPartition } from './consumed-batch.ts';
import type { ConsumerLag } from './consumer-lag.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import { createClient } from './kafka-client.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { KafkaTransactor } from './kafka-transactor.ts';
import type { PartitionOwner, StartingPoint } from './partition-owner.ts';
import { readState } from './state-log.ts';
import { type Commit, type StepAddress, StepSession } from './step-session.ts';
import type { StepStage } from './step-stage.ts';
import { StreamError } from './stream-error.ts';
import type { Transactor } from './transactor.ts';

/** What the owner of a step's partitions is made of. */
export interface StepOwnerParts<State> {
  readonly address: StepAddress;
  readonly stage: StepStage<State>;
  readonly settings: KafkaSettings;
  readonly log: ClientLog;
  readonly lag: ConsumerLag;
  readonly tickMilliseconds: number;
  readonly onCommit: (commit: Commit) => void;
  /** Ends the membership. */
  readonly fail: (cause: unknown) => void;
}

type Opening = ReadonlyMap<number, Transactor>;

/** The partitions of a step during one membership, each with a transactor and a state of its own. */
export class StepOwner<State> implements PartitionOwner {
  readonly #parts: StepOwnerParts<State>;
  readonly #client: Kafka;
  readonly #sessions = new Map<number, StepSession<State>>();
  readonly #ticking: NodeJS.Timeout;
  #assigning: Promise<unknown> = Promise.resolve();

  constructor(parts: StepOwnerParts<State>) {
    this.#parts = parts;
    this.#client = createClient(parts.settings, parts.log);
    this.#ticking = setInterval(() => this.#tick(), parts.tickMilliseconds);
  }

  assigned(
    all: readonly TopicPartition[],
    fresh: readonly TopicPartition[],
  ): Promise<ReadonlyMap<string, StartingPoint>> {
    const assigning = this.#assigning.then(async () => {
      await this.#release(new Set(all.map(({ partition }) => partition)));
      return await this.#begin(fresh.map(({ partition }) => partition));
    });
    this.#assigning = assigning.catch(() => undefined);
    return assigning;
  }

  async handle(batch: ConsumedBatch): Promise<void> {
    const session = this.#sessions.get(batch.partition);
    if (session === undefined) {
      throw new StreamError('KAFKA_FAILED', `Partition ${batch.partition} of ${batch.topic} was not opened`);
    }
    await session.handle(batch);
  }

  async close(): Promise<void> {
    clearInterval(this.#ticking);
    await this.#assigning;
    await this.#release(new Set());
  }

  async #release(kept: ReadonlySet<number>): Promise<void> {
    const gone = [...this.#sessions].filter(([partition]) => !kept.has(partition));
    for (const [partition] of gone) this.#sessions.delete(partition);
    await Promise.all(gone.map(([, session]) => session.close()));
  }

  /**
   * The order matters: only when all who had a partition before are shut out do its position and its state stay as
   * they are read.
   */
  async #begin(partitions: readonly number[]): Promise<ReadonlyMap<string, StartingPoint>> {
    if (partitions.length === 0) return new Map();
    const transactors = await this.#openTransactors(partitions);
    const { settings, log, address } = this.#parts;
    const admin = await KafkaAdmin.connect(settings, log);
    try {
      const [points, states] = await Promise.all([
        startingPoints(admin, address, partitions),
        this.#states(admin, partitions),
      ]);
      for (const [partition, state] of states) this.#open(partition, state, transactors);
      return points;
    } finally {
      await admin.close();
    }
  }

  async #openTransactors(partitions: readonly number[]): Promise<Opening> {
    const { address, settings } = this.#parts;
    const transactors = partitions.map((partition) => {
      const id = `${address.groupId}.${address.topic}.${partition}`;
      return [partition, new KafkaTransactor(this.#client, id, settings.bootstrapServers)] as const;
    });
    const outcomes = await Promise.allSettled(transactors.map(([, transactor]) => transactor.open()));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) return new Map(transactors);
    await Promise.all(transactors.map(([, transactor]) => transactor.close()));
    throw failed.reason;
  }

  async #states(admin: KafkaAdmin, partitions: readonly number[]): Promise<ReadonlyMap<number, State>> {
    const { address, settings, log, stage } = this.#parts;
    const { stateTopic } = address;
    const entries =
      stateTopic === undefined
        ? undefined
        : await readState({ settings, log, admin, topic: stateTopic }, partitions);
    return new Map(
      partitions.map((partition) => [partition, stage.restore(entries?.get(partition) ?? new Map())]),
    );
  }

  #open(partition: number, state: State, transactors: Opening): void {
    const transactor = transactors.get(partition);
    if (transactor === undefined) return;
    const { address, stage, onCommit } = this.#parts;
    this.#sessions.set(
      partition,
      new StepSession({ address, partition, stage, transactor, state, onCommit }),
    );
  }

  #tick(): void {
    const { address, lag, fail } = this.#parts;
    const now = address.now();
    for (const [partition, session] of this.#sessions) {
      const caughtUp = lag.isCaughtUp({ topic: address.topic, partition });
      session.tick({ now, caughtUp }).catch((error: unknown) => {
        if (this.#sessions.get(partition) === session) fail(error);
      });
    }
  }
}

/** Where the group has come to; the first message that is still there when it never was. */
async function startingPoints(
  admin: KafkaAdmin,
  { groupId, topic }: StepAddress,
  partitions: readonly number[],
): Promise<ReadonlyMap<string, StartingPoint>> {
  const [committed, ranges] = await Promise.all([
    admin.committedOffsets(groupId, topic),
    admin.offsets(topic),
  ]);
  const wanted = new Set(partitions);
  return new Map(
    ranges
      .filter(({ partition }) => wanted.has(partition))
      .map(({ partition, low, high }) => {
        const position = committed.get(partition) ?? low;
        const next = position < low ? low : position;
        return [partitionKey({ topic, partition }), { next, end: high }];
      }),
  );
}
