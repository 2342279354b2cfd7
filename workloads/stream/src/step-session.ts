import type { ConsumedBatch } from './consumed-batch.ts';
import { deadLetter } from './dead-letter.ts';
import { stateMessages } from './state-log.ts';
import type { Moment, StepResult, StepStage } from './step-stage.ts';
import type { InputPosition, Transactor } from './transactor.ts';

/** Names and clock of a step, the same for all its partitions. */
export interface StepAddress {
  /** Consumer group; the transactional ids begin with it. */
  readonly groupId: string;
  /** Input topic. */
  readonly topic: string;
  readonly deadLetterTopic: string;
  /** Compacted, with as many partitions as the input; absent for a step without state. */
  readonly stateTopic?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What one transaction wrote. */
export interface Commit {
  readonly partition: number;
  /** Input messages; 0 for a tick. */
  readonly records: number;
  readonly outputs: number;
  readonly rejected: number;
  /** What the stage counted. */
  readonly counts: Readonly<Record<string, number>>;
  /** CreateTime of the last input message, milliseconds since the epoch; undefined for a tick. */
  readonly newest: number | undefined;
  /** From the arrival of the batch until all of it was there for good. */
  readonly seconds: number;
}

/** What a session is made of. */
export interface SessionParts<State> {
  readonly address: StepAddress;
  readonly partition: number;
  readonly stage: StepStage<State>;
  readonly transactor: Transactor;
  readonly state: State;
  readonly onCommit: (commit: Commit) => void;
}

/**
 * One input partition while it is ours: its state and its transactions, one after another. The first rejection ends
 * it; what it was about to do is done by its successor, from what is written down.
 */
export class StepSession<State> {
  readonly #parts: SessionParts<State>;
  #state: State;
  #turn: Promise<unknown> = Promise.resolve();
  #busy = 0;

  constructor(parts: SessionParts<State>) {
    this.#parts = parts;
    this.#state = parts.state;
  }

  /** Resolves when outputs, state, dead letters and input position are there for good, together. */
  handle(batch: ConsumedBatch): Promise<void> {
    return this.#inTurn(async () => {
      const { stage, address, partition } = this.#parts;
      const { groupId, topic } = address;
      const begun = address.now();
      const result = stage.handle(batch.records, this.#state, begun);
      await this.#commit(result, begun, batch, { groupId, topic, partition, next: batch.next });
    });
  }

  /** Lets time pass, unless a batch is under way: then the next tick is early enough. */
  async tick(moment: Moment): Promise<void> {
    if (this.#busy > 0) return;
    await this.#inTurn(async () => {
      const result = this.#parts.stage.tick(this.#state, moment);
      if (result !== undefined) await this.#commit(result, moment.now, undefined, undefined);
    });
  }

  async close(): Promise<void> {
    // A transaction under way ends by itself; its outcome is not ours to wait for when the broker is away.
    await this.#parts.transactor.close();
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    this.#busy += 1;
    const turn = this.#turn.then(work);
    this.#turn = turn;
    // Left rejected on purpose: whoever comes later must not go on from a state that was not written down.
    turn.catch(() => undefined);
    try {
      await turn;
    } finally {
      this.#busy -= 1;
    }
  }

  async #commit(
    result: StepResult<State>,
    begun: number,
    batch: ConsumedBatch | undefined,
    position: InputPosition | undefined,
  ): Promise<void> {
    const { address, partition, transactor, onCommit } = this.#parts;
    const { stateTopic, deadLetterTopic: topic, groupId } = address;
    const dead = result.rejected.map((one) => deadLetter(one, { topic, groupId, now: begun }));
    const kept = stateTopic === undefined ? [] : stateMessages(stateTopic, partition, result.changes, begun);
    await transactor.commit([...result.outputs, ...dead, ...kept], position);
    this.#state = result.state;
    onCommit({
      partition,
      records: batch?.records.length ?? 0,
      outputs: result.outputs.length,
      rejected: dead.length,
      counts: result.counts ?? {},
      newest: batch?.records.at(-1)?.timestamp,
      seconds: (address.now() - begun) / 1_000,
    });
  }
}
