import type { PastValue } from '../demand/reading.ts';
import { SlotValues } from './slot-values.ts';
import { mostSlots, type Slots, slotOf } from './slots.ts';

/** Demand by slot, oldest first; `null` where nobody knows it. */
export interface SlotSeries {
  readonly firstSlot: number;
  readonly values: readonly (number | null)[];
}

interface OpenSlot {
  readonly slot: number;
  readonly sum: number;
  readonly count: number;
}

/**
 * Demand on a regular grid. Samples of one slot are averaged and become its value when the slot is over; a slot
 * without any is a gap and stays one. What is known already is never written over.
 */
export class DemandHistory {
  readonly slots: Slots;
  #firstSlot = 0;
  readonly #values = new SlotValues();
  #open: OpenSlot | undefined;
  /** First slot that `closeBefore` has not given out. */
  #ungiven = Number.NEGATIVE_INFINITY;

  constructor(slots: Slots) {
    this.slots = slots;
  }

  /** Everything that is over. */
  get series(): SlotSeries {
    const values = this.#values;
    return {
      firstSlot: this.#firstSlot,
      get values() {
        return values.from(0);
      },
    };
  }

  /** First slot that is not known yet to be a value or a gap; undefined before anything is known. */
  get nextSlot(): number | undefined {
    return this.#values.length === 0 ? undefined : this.#firstSlot + this.#values.length;
  }

  /** Value of a slot; `null` where nobody knows it. */
  at(slot: number): number | null {
    return this.#values.at(slot - this.#firstSlot) ?? null;
  }

  /** Takes a sample of the demand around a moment. */
  note(at: number, load: number): void {
    const slot = slotOf(this.slots, at);
    const next = this.nextSlot;
    if (next !== undefined && slot < next) return;
    const open = this.#open?.slot === slot ? this.#open : { slot, sum: 0, count: 0 };
    if (this.#open !== undefined && this.#open !== open) this.#close(this.#open);
    this.#open = { slot, sum: open.sum + load, count: open.count + 1 };
  }

  /** Closes every slot that is over at `now`; returns what was not given out before, oldest first. */
  closeBefore(now: number): readonly (number | null)[] {
    const present = slotOf(this.slots, now);
    if (this.#open !== undefined && this.#open.slot < present) {
      this.#close(this.#open);
      this.#open = undefined;
    }
    if (this.#values.length > 0) this.#gapUpTo(present);
    const closed = this.#values.from(this.#ungiven - this.#firstSlot);
    this.#ungiven = this.nextSlot ?? this.#ungiven;
    this.#forget();
    return closed;
  }

  /** Puts in values of the past where nothing is known; returns how many. They are part of the series and not given out. */
  fill(past: readonly PastValue[]): number {
    const newest = Math.max(this.nextSlot ?? 0, ...past.map(({ at }) => slotOf(this.slots, at) + 1));
    const known = past.filter(
      ({ at, load }) => load !== undefined && slotOf(this.slots, at) >= newest - mostSlots,
    );
    const slots = known.map(({ at }) => slotOf(this.slots, at));
    if (slots.length === 0) return 0;
    this.#reach(Math.min(...slots), Math.max(...slots));
    let filled = 0;
    known.forEach(({ load = 0 }, index) => {
      const place = (slots[index] ?? 0) - this.#firstSlot;
      if (this.#values.at(place) !== null) return;
      this.#values.set(place, load);
      filled += 1;
    });
    this.#ungiven = Math.max(this.#ungiven, this.nextSlot ?? this.#ungiven);
    this.#forget();
    return filled;
  }

  /** Seconds between the first and the last known slot. */
  get seconds(): number {
    return (this.#values.length * this.slots.stepMs) / 1_000;
  }

  #close({ slot, sum, count }: OpenSlot): void {
    if (this.#values.length === 0) this.#firstSlot = slot;
    this.#gapUpTo(slot);
    this.#values.push(sum / count);
  }

  #gapUpTo(slot: number): void {
    // A gap that is longer than what is remembered need not be written down slot by slot.
    const from = this.#firstSlot + this.#values.length;
    if (slot - from > mostSlots) {
      this.#values.clear();
      this.#firstSlot = slot;
      return;
    }
    for (let next = from; next < slot; next += 1) this.#values.push(null);
  }

  #reach(first: number, last: number): void {
    if (this.#values.length === 0) this.#firstSlot = first;
    const missing = Math.max(0, this.#firstSlot - first);
    this.#values.pushGapBefore(missing);
    this.#firstSlot -= missing;
    this.#gapUpTo(last + 1);
  }

  #forget(): void {
    const excess = this.#values.length - mostSlots;
    if (excess <= 0) return;
    this.#values.drop(excess);
    this.#firstSlot += excess;
  }
}
