import type { SlotSeries } from './demand-history.ts';
import type { HistoryStore, Owner } from './history-store.ts';
import type { Slots } from './slots.ts';

/** What a writer is made of. */
export interface HistoryWriterParts {
  readonly store: Pick<HistoryStore, 'append'>;
  readonly owner: Owner;
  readonly slots: Slots;
  /** Told of values that were not written. */
  readonly failed: (error: unknown) => void;
}

/**
 * Writes the values of one history one after another: what is written later must also lie later in the store. After a
 * failure all of it is written.
 */
export class HistoryWriter {
  readonly #parts: HistoryWriterParts;
  #writing = Promise.resolve();
  #isBehind = false;

  constructor(parts: HistoryWriterParts) {
    this.#parts = parts;
  }

  /** Writes values that became known; `whole` gives all there are. Failures are told, and nothing rejects. */
  write(series: SlotSeries, whole: () => SlotSeries): void {
    const { store, owner, slots, failed } = this.#parts;
    this.#writing = this.#writing
      .then(async () => {
        const { firstSlot, values } = this.#isBehind ? whole() : series;
        this.#isBehind = true;
        await store.append(owner, slots, firstSlot, values);
        this.#isBehind = false;
      })
      .catch(failed);
  }
}
