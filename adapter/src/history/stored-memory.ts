import type { ScalerMemory } from '../scaler/scaler-memory.ts';
import type { Owner } from './history-store.ts';

/** What is remembered of a scaler, as stores keep it. */
interface StoredMemory {
  readonly version: 1;
  /** Of the scaler that it belongs to: another one of the same name has a past of its own. */
  readonly uid: string;
  readonly memory: ScalerMemory;
}

/** The text that `memoryIn` reads. */
export const memoryText = ({ uid }: Owner, memory: ScalerMemory): string =>
  JSON.stringify({ version: 1, uid, memory } satisfies StoredMemory);

/** The memory in a text; undefined when it is another scaler's or of another version. Throws when it is no JSON. */
export function memoryIn(text: string, { uid }: Owner): ScalerMemory | undefined {
  const stored = JSON.parse(text) as StoredMemory;
  return stored.version === 1 && stored.uid === uid ? stored.memory : undefined;
}
