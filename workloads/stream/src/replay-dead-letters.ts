import { setTimeout as wait } from 'node:timers/promises';
import type { ClientLog } from './client-log.ts';
import { revived } from './dead-letter.ts';
import { ExactlyOnceStep } from './exactly-once-step.ts';
import type { KafkaSettingsSource } from './kafka-settings.ts';
import type { StepStage } from './step-stage.ts';

/** What is replayed, and with what. */
export interface Replaying {
  readonly source: KafkaSettingsSource;
  readonly log: ClientLog;
  /** Topic of the dead letters. */
  readonly topic: string;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** What a replay did. */
export interface Replayed {
  readonly messages: number;
  /** Messages that are no dead letters; they stay where they are. */
  readonly left: number;
}

const pollMilliseconds = 50;

/**
 * Writes the dead letters that were not replayed before back to the topics that they came from, as they were, and
 * resolves when none is left. Each is replayed once, also when this is killed half-way. Rejects with a StreamError.
 */
export async function replayDeadLetters(replaying: Replaying): Promise<Replayed> {
  const { topic, signal } = replaying;
  let messages = 0;
  let left = 0;
  const step = new ExactlyOnceStep({
    ...replaying,
    groupId: `${topic}.replay`,
    deadLetterTopic: topic,
    stage: reviving,
    onCommit: ({ records, outputs }) => {
      messages += outputs;
      left += records - outputs;
    },
  });
  step.start();
  try {
    for (;;) {
      const { ready, lagSeconds, failure } = step.state;
      if (failure !== undefined) throw failure.error;
      if (ready && lagSeconds === 0) return { messages, left };
      await wait(pollMilliseconds, undefined, { signal });
    }
  } finally {
    await step.stop();
  }
}

const reviving: StepStage<undefined> = {
  restore: () => undefined,
  handle: (records) => ({
    state: undefined,
    outputs: records.flatMap((record) => revived(record) ?? []),
    changes: new Map(),
    rejected: [],
  }),
  tick: () => undefined,
};
