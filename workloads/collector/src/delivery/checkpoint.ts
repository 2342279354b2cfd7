import { headerNames } from '@pricecast/market';
import type { OutgoingMessage } from '@pricecast/stream';
import { z } from 'zod';
import type { Position } from '../sequence/position.ts';

const schemaName = 'collector-checkpoint/1';

const positionSchema = z.object({
  lastId: z.int().min(-1),
  tradeTime: z.int().min(0),
});

/** Key of a symbol's checkpoint: sources may trade the same symbol. */
export function checkpointKey(source: string, symbol: string): string {
  return `${source}/${symbol}`;
}

/** `now` in milliseconds since the epoch. */
export function checkpointMessage(
  topic: string,
  key: string,
  position: Position,
  now: number,
): OutgoingMessage {
  const { lastId, tradeTime } = position;
  return {
    topic,
    key,
    value: JSON.stringify({ lastId, tradeTime }),
    headers: { [headerNames.contentType]: 'application/json', [headerNames.schema]: schemaName },
    timestamp: now,
  };
}

/** Reads the value of a checkpoint; undefined for a tombstone and for what is none. */
export function readCheckpoint(value: string | undefined): Position | undefined {
  if (value === undefined) return undefined;
  try {
    return positionSchema.safeParse(JSON.parse(value)).data;
  } catch {
    // A checkpoint that nobody can read is like none: the feed begins at the newest trade and says so.
    return undefined;
  }
}
