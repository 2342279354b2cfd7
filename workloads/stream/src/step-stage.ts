import type { ConsumedRecord } from './consumed-batch.ts';
import type { RawMessage } from './outgoing-message.ts';

/** A message that nobody can make sense of, and why. */
export interface Rejection {
  readonly record: ConsumedRecord;
  /** Stable word for programs, such as TRADE_INVALID. */
  readonly code: string;
  /** Sentence for people. */
  readonly message: string;
}

/** What handling messages comes to. */
export interface StepResult<State> {
  /** May be the object that came in, changed: it is thrown away when it cannot be written down. */
  readonly state: State;
  readonly outputs: readonly RawMessage[];
  /** What to write down of the state, by keys of the stage's own; undefined ends a key. */
  readonly changes: ReadonlyMap<string, string | undefined>;
  readonly rejected: readonly Rejection[];
  /** What the stage wants counted, by words of its own; it counts once the result is written. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** When a tick comes. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** True when all messages of the partition that are known of are handled. */
  readonly caughtUp: boolean;
}

/** The meaning of a stream step; one state for each input partition. Pure: the step owns Kafka. */
export interface StepStage<State> {
  /** The state of a partition as it was written down; an empty map is the first start. */
  restore(entries: ReadonlyMap<string, string>): State;
  /**
   * Handles messages in order. It may not throw: what it cannot handle it rejects.
   * `now` in milliseconds since the epoch.
   */
  handle(records: readonly ConsumedRecord[], state: State, now: number): StepResult<State>;
  /** What the mere passing of time comes to; undefined for nothing. */
  tick(state: State, moment: Moment): StepResult<State> | undefined;
}
