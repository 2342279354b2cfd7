import type { HistoryStore, Kept, Owner } from '../history/history-store.ts';
import type { Slots } from '../history/slots.ts';

/** Keeps one history, and breaks when it is told to. */
export class MemoryHistoryStore implements Pick<HistoryStore, 'append' | 'load'> {
  readonly #values = new Map<number, number | null>();
  #slots: Slots | undefined;
  isAway = false;

  async append(_: Owner, slots: Slots, firstSlot: number, values: readonly (number | null)[]): Promise<void> {
    if (this.isAway) throw new Error('the store is away');
    this.#slots = slots;
    for (const [index, value] of values.entries()) this.#values.set(firstSlot + index, value);
  }

  async load(_: Owner): Promise<Kept | undefined> {
    if (this.isAway) throw new Error('the store is away');
    const known = [...this.#values.keys()];
    if (this.#slots === undefined || known.length === 0) return undefined;
    const firstSlot = Math.min(...known);
    const values = Array.from({ length: Math.max(...known) - firstSlot + 1 }, (_, index) =>
      this.#values.get(firstSlot + index),
    ).map((value) => value ?? null);
    return { slots: this.#slots, series: { firstSlot, values } };
  }

  /** Loses everything. */
  clear(): void {
    this.#values.clear();
  }
}
