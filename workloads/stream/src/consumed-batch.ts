import type { Batch, KafkaMessage } from 'kafkajs';

/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A message as it lies in a topic, byte for byte. */
export interface ConsumedRecord extends TopicPartition {
  readonly offset: bigint;
  readonly key: Buffer | undefined;
  /** Absent in a tombstone. */
  readonly value: Buffer | undefined;
  readonly headers: Readonly<Record<string, Buffer>>;
  /** CreateTime, milliseconds since the epoch. */
  readonly timestamp: number;
}

/** Messages of one partition that follow one another. */
export interface ConsumedBatch extends TopicPartition {
  /** At least one. */
  readonly records: readonly ConsumedRecord[];
  /** Offset behind the batch; markers of transactions may lie between it and the last record. */
  readonly next: bigint;
  /** Offset behind the newest message of the partition when the batch was fetched. */
  readonly end: bigint;
}

/** One word for a partition, to look things up by. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** The batch of the client as ours. */
export function consumedBatch(batch: Batch): ConsumedBatch {
  const { topic, partition } = batch;
  return {
    topic,
    partition,
    records: batch.messages.map((message) => consumedRecord({ topic, partition }, message)),
    next: BigInt(batch.lastOffset()) + 1n,
    end: BigInt(batch.highWatermark),
  };
}

function consumedRecord({ topic, partition }: TopicPartition, message: KafkaMessage): ConsumedRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key ?? undefined,
    value: message.value ?? undefined,
    headers: headersOf(message),
    timestamp: Number(message.timestamp),
  };
}

/** The client has a header that comes twice as a list; the last one counts. */
function headersOf({ headers = {} }: KafkaMessage): Record<string, Buffer> {
  for (const name in headers) {
    const value = headers[name];
    if (Array.isArray(value)) headers[name] = value.at(-1);
  }
  // Read from the wire, every value is a buffer.
  return headers as Record<string, Buffer>;
}
