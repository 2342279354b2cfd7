import type { ConsumedRecord } from './consumed-batch.ts';
import type { RawMessage } from './outgoing-message.ts';
import type { Rejection } from './step-stage.ts';

/** Headers that a dead letter has besides those that it came with. */
export const deadLetterHeaders = {
  topic: 'dlq-original-topic',
  partition: 'dlq-original-partition',
  offset: 'dlq-original-offset',
  /** CreateTime, milliseconds since the epoch. */
  timestamp: 'dlq-original-timestamp',
  code: 'dlq-error-code',
  message: 'dlq-error-message',
  group: 'dlq-consumer-group',
  /** How often it was tried, replays counted. */
  attempts: 'dlq-attempts',
} as const;

const longestMessage = 500;
const ours: ReadonlySet<string> = new Set(Object.values(deadLetterHeaders));

/** Where a dead letter is written, and by whom. */
export interface DeadLetterAddress {
  readonly topic: string;
  readonly groupId: string;
  /** Milliseconds since the epoch: its CreateTime, for the original's may lie behind the topic's retention. */
  readonly now: number;
}

/** A rejected message as it lies in the dead letter topic: key, value and headers byte for byte, and why. */
export function deadLetter(
  { record, code, message }: Rejection,
  { topic, groupId, now }: DeadLetterAddress,
): RawMessage {
  const { attempts } = deadLetterHeaders;
  const before = Number(record.headers[attempts]?.toString() ?? 0);
  return {
    topic,
    key: record.key,
    value: record.value,
    headers: {
      ...record.headers,
      [deadLetterHeaders.topic]: record.topic,
      [deadLetterHeaders.partition]: String(record.partition),
      [deadLetterHeaders.offset]: String(record.offset),
      [deadLetterHeaders.timestamp]: String(record.timestamp),
      [deadLetterHeaders.code]: code,
      [deadLetterHeaders.message]: message.slice(0, longestMessage),
      [deadLetterHeaders.group]: groupId,
      [attempts]: String((Number.isSafeInteger(before) ? before : 0) + 1),
    },
    timestamp: now,
  };
}

/**
 * The message that a dead letter was, for the topic that it came from; only the number of attempts stays with it.
 * Undefined for a message that is no dead letter.
 */
export function revived({ key, value, headers }: ConsumedRecord): RawMessage | undefined {
  const topic = headers[deadLetterHeaders.topic]?.toString();
  const timestamp = Number(headers[deadLetterHeaders.timestamp]?.toString() ?? Number.NaN);
  if (topic === undefined || !Number.isSafeInteger(timestamp)) return undefined;
  const kept = Object.entries(headers).filter(([name]) => !ours.has(name));
  const attempts = headers[deadLetterHeaders.attempts];
  if (attempts !== undefined) kept.push([deadLetterHeaders.attempts, attempts]);
  return { topic, key, value, headers: Object.fromEntries(kept), timestamp };
}
