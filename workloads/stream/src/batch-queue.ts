/** Bounds of a queue or of a batch. */
export interface Bounds {
  readonly messages: number;
  readonly bytes: number;
}

interface Entry<M> {
  readonly message: M;
  readonly bytes: number;
}

/** A first-in, first-out queue that is bounded by count and by bytes, and empties in batches. */
export class BatchQueue<M> {
  readonly #bounds: Bounds;
  readonly #sizeOf: (message: M) => number;
  #entries: Entry<M>[] = [];
  #head = 0;
  #bytes = 0;

  constructor(bounds: Bounds, sizeOf: (message: M) => number) {
    this.#bounds = bounds;
    this.#sizeOf = sizeOf;
  }

  get messages(): number {
    return this.#entries.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The message that has waited longest. */
  get oldest(): M | undefined {
    return this.#entries[this.#head]?.message;
  }

  /** Appends the message, or returns false and stays as it is when either bound would be passed. */
  add(message: M): boolean {
    const bytes = this.#sizeOf(message);
    if (this.messages >= this.#bounds.messages || this.#bytes + bytes > this.#bounds.bytes) return false;
    this.#entries.push({ message, bytes });
    this.#bytes += bytes;
    return true;
  }

  /** The oldest messages within the limit, in order and at least one; they stay in the queue. */
  peek(limit: Bounds): M[] {
    const batch: M[] = [];
    let bytes = 0;
    for (let index = this.#head; index < this.#entries.length && batch.length < limit.messages; index += 1) {
      const entry = this.#entries[index];
      if (entry === undefined) break;
      bytes += entry.bytes;
      if (bytes > limit.bytes && batch.length > 0) break;
      batch.push(entry.message);
    }
    return batch;
  }

  /** Removes that many of the oldest messages. */
  drop(count: number): void {
    const end = Math.min(this.#head + count, this.#entries.length);
    for (; this.#head < end; this.#head += 1) this.#bytes -= this.#entries[this.#head]?.bytes ?? 0;
    // Shifting the array at every drop would make a long queue quadratic.
    if (this.#head * 2 < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }
}
