import type { ClientLog } from './client-log.ts';
import { type ConsumerState, GroupMember } from './group-member.ts';
import type { KafkaSettingsSource } from './kafka-settings.ts';
import type { FetchLimits } from './membership.ts';
import { StepOwner } from './step-owner.ts';
import type { Commit, StepAddress } from './step-session.ts';
import type { StepStage } from './step-stage.ts';

/** What a step is made of. */
export interface StepParts<State> extends StepAddress {
  readonly source: KafkaSettingsSource;
  readonly log: ClientLog;
  readonly stage: StepStage<State>;
  readonly fetch?: FetchLimits;
  /** How often the stage is told that time has passed. */
  readonly tickMilliseconds?: number;
  readonly onCommit?: (commit: Commit) => void;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * A transaction costs the same for one message and for a thousand, so a batch is given a moment to grow; when much
 * is waiting it is full at once. Larger batches would make one transaction too large and its repetition too long.
 */
const stepFetch: FetchLimits = {
  minBytes: 64 * 1024,
  waitMilliseconds: 40,
  bytesPerPartition: 256 * 1024,
};
const everySecond = 1_000;

/**
 * Reads a topic as a member of a group and writes what the stage makes of it: outputs, state, dead letters and input
 * position of a batch in one transaction. Every input message takes effect once, whoever dies in between.
 * One transactional id for each input partition shuts out a member that does not know yet that it lost the partition
 * (the model before KIP-447, whose protocol the client does not speak).
 */
export class ExactlyOnceStep<State> {
  readonly #member: GroupMember;

  constructor(parts: StepParts<State>) {
    const { source, log, stage, topic, groupId, now, random } = parts;
    const member: GroupMember = new GroupMember({
      source,
      log,
      topics: [topic],
      fetch: parts.fetch ?? stepFetch,
      groupIdOf: () => groupId,
      ownerOf: (settings, fail) =>
        new StepOwner({
          address: parts,
          stage,
          settings,
          log,
          lag: member.lag,
          tickMilliseconds: parts.tickMilliseconds ?? everySecond,
          onCommit: parts.onCommit ?? (() => undefined),
          fail,
        }),
      now,
      random,
    });
    this.#member = member;
  }

  get state(): ConsumerState {
    return this.#member.state;
  }

  start(): void {
    this.#member.start();
  }

  /** Finishes the transactions under way and leaves the group. */
  async stop(): Promise<void> {
    await this.#member.stop();
  }
}
