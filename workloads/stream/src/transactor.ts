import type { RawMessage } from './outgoing-message.ts';

/** How far the input of a consumer group is handled. */
export interface InputPosition {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  /** Offset of the next message. */
  readonly next: bigint;
}

/**
 * Writes messages and input positions together or not at all, under a name of which one lives at a time.
 * After a rejection of commit() nobody can tell what became of it: close it, open another, and look.
 */
export interface Transactor {
  /** Shuts out whoever used the name before and ends what they left open. */
  open(): Promise<void>;
  /** Resolves when all of it is there for good. */
  commit(messages: readonly RawMessage[], position: InputPosition | undefined): Promise<void>;
  close(): Promise<void>;
}
