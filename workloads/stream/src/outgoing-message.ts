/** A message on its way to a topic. */
export interface OutgoingMessage {
  readonly topic: string;
  /** Decides the partition; the order of messages with the same key is kept. */
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  /** CreateTime: when the event happened, milliseconds since the epoch. */
  readonly timestamp: number;
}

/** A message with every liberty that Kafka gives; an OutgoingMessage is one. */
export interface RawMessage {
  readonly topic: string;
  /** Absent: the key decides. */
  readonly partition?: number | undefined;
  readonly key: string | Buffer | undefined;
  /** Absent: a tombstone, which ends a key in a compacted topic. */
  readonly value: string | Buffer | undefined;
  readonly headers: Readonly<Record<string, string | Buffer>>;
  /** CreateTime, milliseconds since the epoch. */
  readonly timestamp: number;
}

// What a record and a header cost besides their text, rounded up.
const recordOverhead = 24;
const headerOverhead = 4;

/** Bytes that a message takes in a batch, estimated from above for text in ASCII. */
export function messageBytes(message: RawMessage): number {
  let bytes = recordOverhead + (message.key?.length ?? 0) + (message.value?.length ?? 0);
  for (const name in message.headers)
    bytes += headerOverhead + name.length + (message.headers[name]?.length ?? 0);
  return bytes;
}
