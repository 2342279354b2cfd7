import type { NewestWanted, RecordHandler, TopicRecord } from '@pricecast/stream';

interface Waiting {
  readonly wanted: NewestWanted;
  readonly handle: RecordHandler;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Readings of the past of one topic, one after another: those that are asked for while one is under way are the next one
 * together. A process with a thousand scalers on one topic reads it twice when it starts, and not a thousand times.
 */
export class JointReadings {
  readonly #read: (wanted: NewestWanted, handle: RecordHandler) => Promise<void>;
  #waiting: Waiting[] = [];
  #isReading = false;

  /** `read` reads the topic once. */
  constructor(read: (wanted: NewestWanted, handle: RecordHandler) => Promise<void>) {
    this.#read = read;
  }

  /** Reads as `read` does, and rejects with its error. Others may have older messages read; they are left out. */
  read(wanted: NewestWanted, handle: RecordHandler): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ wanted, handle, resolve, reject });
    if (!this.#isReading) void this.#readOn();
    return promise;
  }

  async #readOn(): Promise<void> {
    this.#isReading = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0);
      await this.#readFor(together);
    }
    this.#isReading = false;
  }

  async #readFor(together: readonly Waiting[]): Promise<void> {
    const since = together.reduce(
      (least, { wanted }) => Math.min(least, wanted.since),
      Number.POSITIVE_INFINITY,
    );
    const most = together.reduce((largest, { wanted }) => Math.max(largest, wanted.most), 0);
    const handle = (record: TopicRecord) => {
      for (const one of together) if (record.timestamp >= one.wanted.since) one.handle(record);
    };
    try {
      await this.#read({ since, most }, handle);
      for (const { resolve } of together) resolve();
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  }
}
