/** A message as the gateway keeps it. */
export interface Entry {
  readonly offset: number;
  /** Event time, milliseconds since the epoch. */
  readonly time: number;
  readonly symbol: string;
  /** The value as it lies in the topic: JSON on one line. */
  readonly text: string;
}

// What an entry takes besides its text, rounded up: the object, its numbers and its places in lists.
const overheadBytes = 120;

/** Memory that an entry takes, estimated from above for text in ASCII. */
export function entryBytes({ text }: Entry): number {
  return overheadBytes + text.length;
}
