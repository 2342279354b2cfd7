import { type ClientLog, type KafkaSettingsSource, readTopic, settingsFrom } from '@pricecast/stream';
import type { Position } from '../sequence/position.ts';
import { checkpointKey, readCheckpoint } from './checkpoint.ts';

/** Where the checkpoints of a source lie. */
export interface CheckpointStore {
  readonly kafka: KafkaSettingsSource;
  readonly topic: string;
  readonly source: string;
  readonly log: ClientLog;
}

/** The newest positions of these symbols; those that have none are left out. Rejects with a StreamError. */
export async function readPositions(
  { kafka, topic, source, log }: CheckpointStore,
  symbols: readonly string[],
): Promise<ReadonlyMap<string, Position>> {
  const symbolOf = new Map(symbols.map((symbol) => [checkpointKey(source, symbol), symbol]));
  const positions = new Map<string, Position>();
  await readTopic(await settingsFrom(kafka), log, topic, ({ key = '', value }) => {
    const symbol = symbolOf.get(key);
    const position = readCheckpoint(value);
    if (symbol !== undefined && position !== undefined) positions.set(symbol, position);
  });
  return positions;
}
