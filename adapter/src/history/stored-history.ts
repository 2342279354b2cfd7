import { isDeepStrictEqual } from 'node:util';
import type { PastValue } from '../demand/reading.ts';
import { DemandHistory, type SlotSeries } from './demand-history.ts';
import type { HistoryStore, Kept, Owner } from './history-store.ts';
import { HistoryWriter } from './history-writer.ts';
import type { Slots } from './slots.ts';

/** What a stored history is made of. */
export interface StoredHistoryParts {
  readonly store: Pick<HistoryStore, 'append' | 'load'>;
  readonly owner: Owner;
  readonly slots: Slots;
  /** What the store has; undefined where that is nothing. */
  readonly kept: Kept | undefined;
  /** Lets a few histories at a time be read. */
  readonly loading: { take<T>(work: () => Promise<T>): Promise<T> };
  /** Told of values that were not written, or are lost. */
  readonly failed: (error: unknown) => void;
}

/** Values at hand from which on they are put away. */
const mostAtHand = 240;

/**
 * A history and its store. An open forecast has learned from the past and is told what is new; until one has to be opened
 * anew, all but the newest values lie in the store alone.
 */
export class StoredHistory {
  readonly demand: DemandHistory;
  readonly #parts: Omit<StoredHistoryParts, 'kept'>;
  readonly #writer: HistoryWriter;
  /** Pieces of work that need the whole. */
  #needed = 0;

  constructor({ kept, ...parts }: StoredHistoryParts) {
    this.#parts = parts;
    this.demand = new DemandHistory(parts.slots);
    this.#writer = new HistoryWriter({ ...parts, atHand: () => this.demand.series });
    if (kept === undefined) return;
    this.demand.restore(kept);
    if (!isDeepStrictEqual(kept.slots, parts.slots)) this.recordAll();
  }

  /** Keeps values that became known. */
  record(firstSlot: number, values: readonly (number | null)[]): void {
    this.#writer.write({ firstSlot, values });
  }

  /** Keeps everything, where more became known of the past. The whole must be at hand. */
  recordAll(): void {
    const { firstSlot, values } = this.demand.series;
    this.record(firstSlot, values);
  }

  /** Does what needs the whole history, which is at hand meanwhile. Rejects also where the store does not answer. */
  async withWhole<T>(work: (whole: DemandHistory) => Promise<T> | T): Promise<T> {
    this.#needed += 1;
    try {
      if (!this.demand.isWhole) await this.#bringBack();
      return await work(this.demand);
    } finally {
      this.#needed -= 1;
    }
  }

  /** Puts values in where nothing is known; resolves with how many. */
  fill(past: readonly PastValue[]): Promise<number> {
    return this.withWhole((whole) => whole.fill(past));
  }

  /** Leaves to the store what it has, where nobody needs it. */
  putAway(): void {
    if (this.#needed === 0 && this.#writer.isDone && this.demand.atHand > mostAtHand) this.demand.putAway();
  }

  async #bringBack(): Promise<void> {
    const kept = await this.#parts.loading.take(() => this.#writer.read());
    if (this.demand.isWhole) return;
    if (kept === undefined) this.#parts.failed(new Error('HISTORY_LOST: the store has no history any more'));
    this.demand.restore(kept ?? { slots: this.#parts.slots, series: nothing });
  }
}

const nothing: SlotSeries = { firstSlot: 0, values: [] };
