import type { SlotSeries } from './demand-history.ts';
import type { HistoryStore, Kept, Owner } from './history-store.ts';
import type { Slots } from './slots.ts';

/** What a writer is made of. */
export interface HistoryWriterParts {
  readonly store: Pick<HistoryStore, 'append' | 'load'>;
  readonly owner: Owner;
  readonly slots: Slots;
  /** Everything that is at hand: all that the store may not have is. */
  readonly atHand: () => SlotSeries;
  /** Told of values that were not written. */
  readonly failed: (error: unknown) => void;
}

/**
 * Writes the values of one history one after another: what is written later must also lie later in the store. After a
 * failure everything that is at hand is written.
 */
export class HistoryWriter {
  readonly #parts: HistoryWriterParts;
  #writing = Promise.resolve();
  #isBehind = false;
  #waiting = 0;

  constructor(parts: HistoryWriterParts) {
    this.#parts = parts;
  }

  /** Whether the store has all that was to be written. */
  get isDone(): boolean {
    return this.#waiting === 0 && !this.#isBehind;
  }

  /** Writes values that became known. Failures are told, and nothing rejects. */
  write(series: SlotSeries): void {
    const { store, owner, slots, atHand, failed } = this.#parts;
    this.#waiting += 1;
    this.#writing = this.#writing
      .then(async () => {
        // What a failure has left, a store finds out by reading.
        if (this.#isBehind) await store.load(owner);
        const { firstSlot, values } = this.#isBehind ? atHand() : series;
        this.#isBehind = true;
        await store.append(owner, slots, firstSlot, values);
        this.#isBehind = false;
      })
      .catch(failed)
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  /** What the store has when everything is written that was to be; undefined where it has nothing. */
  async read(): Promise<Kept | undefined> {
    await this.#writing;
    const { store, owner } = this.#parts;
    const reading = store.load(owner);
    this.#writing = reading.then(
      () => {},
      () => {},
    );
    return reading;
  }
}
