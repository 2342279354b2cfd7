import { z } from 'zod';
import { jsonIn } from '../json-in.ts';
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

/** What every memory has; its parts are those of the version that wrote it. */
const part = z.looseObject({});
const storedSchema = z.object({
  version: z.literal(1),
  uid: z.string(),
  memory: z.looseObject({
    decision: part,
    gate: part,
    leadTime: part,
    capacity: part,
    learnedPods: z.array(z.string()),
  }),
});

/** The memory in a text; undefined when it is another scaler's, of another version, or none. */
export function memoryIn(text: string, { uid }: Owner): ScalerMemory | undefined {
  const stored = storedSchema.safeParse(jsonIn(text)).data;
  return stored?.uid === uid ? (stored.memory as unknown as ScalerMemory) : undefined;
}
