import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type BackoffBounds, backoffMilliseconds } from './backoff.ts';
import { BatchQueue, type Bounds } from './batch-queue.ts';
import { classifyError } from './classify-error.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import type { StreamError } from './stream-error.ts';

/** Writes a batch; resolves when all of it is acknowledged. The same batch may come again after a failure. */
export interface Sender {
  send(batch: readonly OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** How a producer batches and how much it holds. */
export interface ProducerLimits {
  /** What may wait and be on its way together; beyond it add() refuses. */
  readonly queue: Bounds;
  /** One request; bytes stay below the broker's limit of a record batch (default 1 MiB). */
  readonly batch: Bounds;
  /** How long the first message of a batch waits for company. */
  readonly lingerMilliseconds: number;
  readonly backoff: BackoffBounds;
}

/** Limits for small messages at up to 50,000 a second. */
export const defaultLimits: ProducerLimits = {
  queue: { messages: 40_000, bytes: 32 * 1024 * 1024 },
  batch: { messages: 1_000, bytes: 900_000 },
  lingerMilliseconds: 8,
  backoff: { firstMilliseconds: 100, largestMilliseconds: 5_000 },
};

/** A run of failed attempts that has not ended yet. */
export interface DeliveryFailure {
  readonly error: StreamError;
  readonly attempts: number;
  /** When the first attempt failed, milliseconds since the epoch. */
  readonly since: number;
}

/** What a producer holds and how its last attempt went. */
export interface DeliveryState {
  /** Accepted and not yet acknowledged. */
  readonly queuedMessages: number;
  readonly queuedBytes: number;
  /** Absent while deliveries succeed. */
  readonly failure: DeliveryFailure | undefined;
  /** When a batch was last acknowledged, milliseconds since the epoch. */
  readonly acknowledgedAt: number | undefined;
}

/** What a producer is made of. */
export interface ProducerParts<M> {
  readonly sender: Sender;
  readonly limits: ProducerLimits;
  /** Makes the message that is sent. It is called with each attempt and must give the same each time. */
  readonly encode: (message: M) => OutgoingMessage;
  /** Bytes that the message takes in a batch, estimated from above; see messageBytes(). */
  readonly sizeOf: (message: M) => number;
  /** Called once for each batch, in the order in which messages were added. */
  readonly onAcknowledged: (batch: readonly M[]) => void;
  /** Called when deliveries begin to fail, fail in another way, or succeed again (undefined). */
  readonly onFailure: (failure: DeliveryFailure | undefined) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Collects messages and writes them in batches, one batch at a time and in order. What waits is kept as it was
 * added and encoded when it is sent: encoded it would take several times the memory. A batch that fails is
 * written again, unchanged, until it is acknowledged or close() is called; nothing is dropped before that.
 */
export class BatchingProducer<M> {
  readonly #parts: ProducerParts<M>;
  readonly #queue: BatchQueue<M>;
  readonly #stopping = new AbortController();
  readonly #stopped: Promise<false>;
  readonly #running: Promise<void>;
  #wake = Promise.withResolvers<void>();
  #emptied = Promise.withResolvers<void>();
  #failure: DeliveryFailure | undefined;
  #acknowledgedAt: number | undefined;

  constructor(parts: ProducerParts<M>) {
    this.#parts = parts;
    this.#queue = new BatchQueue<M>(parts.limits.queue, parts.sizeOf);
    this.#stopped = once(this.#stopping.signal, 'abort').then(() => false);
    this.#running = this.#run(this.#stopping.signal);
  }

  get state(): DeliveryState {
    return {
      queuedMessages: this.#queue.messages,
      queuedBytes: this.#queue.bytes,
      failure: this.#failure,
      acknowledgedAt: this.#acknowledgedAt,
    };
  }

  /** The message that has waited longest; undefined when none waits. */
  get oldest(): M | undefined {
    return this.#queue.oldest;
  }

  /** Accepts the message, or returns false when the queue is full or closed: come again after an acknowledgement. */
  add(message: M): boolean {
    if (this.#stopping.signal.aborted || !this.#queue.add(message)) return false;
    this.#wake.resolve();
    return true;
  }

  /** Resolves when everything that was accepted is acknowledged, also what comes meanwhile. */
  async flush(): Promise<void> {
    while (this.#queue.messages > 0) await this.#emptied.promise;
  }

  /** Gives up what is not acknowledged yet, also an attempt under way, and closes the sender. */
  async close(): Promise<void> {
    this.#stopping.abort();
    this.#wake.resolve();
    await this.#running;
    await this.#parts.sender.close();
  }

  async #run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await this.#company(stop);
      const batch = this.#queue.peek(this.#parts.limits.batch);
      if (batch.length > 0 && (await this.#deliver(batch, stop))) this.#acknowledge(batch);
    }
  }

  /** Waits for the first message of a batch and then a moment for more, unless a batch is full already. */
  async #company(stop: AbortSignal): Promise<void> {
    if (this.#queue.messages === 0) {
      this.#wake = Promise.withResolvers();
      await this.#wake.promise;
    }
    const { batch, lingerMilliseconds } = this.#parts.limits;
    if (this.#queue.messages < batch.messages) await pause(lingerMilliseconds, stop);
  }

  async #deliver(batch: readonly M[], stop: AbortSignal): Promise<boolean> {
    for (let attempt = 1; !stop.aborted; attempt += 1) {
      try {
        const sending = this.#parts.sender.send(batch.map(this.#parts.encode)).then(() => true);
        return await Promise.race([sending, this.#stopped]);
      } catch (error) {
        this.#noteFailure(classifyError(error, []), attempt);
      }
      await pause(backoffMilliseconds(attempt, this.#parts.limits.backoff, this.#parts.random()), stop);
    }
    return false;
  }

  #acknowledge(batch: readonly M[]): void {
    this.#queue.drop(batch.length);
    this.#acknowledgedAt = this.#parts.now();
    if (this.#failure !== undefined) {
      this.#failure = undefined;
      this.#parts.onFailure(undefined);
    }
    this.#parts.onAcknowledged(batch);
    if (this.#queue.messages > 0) return;
    this.#emptied.resolve();
    this.#emptied = Promise.withResolvers();
  }

  #noteFailure(error: StreamError, attempts: number): void {
    const before = this.#failure;
    this.#failure = { error, attempts, since: before?.since ?? this.#parts.now() };
    if (before?.error.code !== error.code) this.#parts.onFailure(this.#failure);
  }
}

async function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal: stop });
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}
