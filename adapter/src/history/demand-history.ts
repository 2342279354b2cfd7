import type { PastValue } from '../demand/reading.ts';
import { SlotValues } from './slot-values.ts';
import { beginOf, mostSlots, type Slots, slotOf } from './slots.ts';

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
  readonly #values = new SlotValues(mostSlots);
  #open: OpenSlot | undefined;
  /** First slot that `closeBefore` has not given out. */
  #ungiven = Number.NEGATIVE_INFINITY;

  constructor(slots: Slots) {
    this.slots = slots;
  }

  /** Everything that is over, as far as it is at hand. */
  get series(): SlotSeries {
    const values = this.#values;
    const { away } = values;
    return {
      firstSlot: this.#firstSlot + away,
      get values() {
        return values.from(away);
      },
    };
  }

  /** Whether nothing is put away; only then anything can be put in. */
  get isWhole(): boolean {
    return this.#values.away === 0;
  }

  /** Slots that are at hand. */
  get atHand(): number {
    return this.#values.length - this.#values.away;
  }

  /** Lets go of what was given out. `restore` brings it back: who calls has it somewhere. */
  putAway(): void {
    this.#values.putAway(Math.min(this.#values.length, this.#ungiven - this.#firstSlot));
  }

  /** What is over from a slot on, oldest first. */
  from(slot: number): (number | null)[] {
    return this.#values.from(slot - this.#firstSlot);
  }

  /** First slot that there is anything of; undefined before anything is known. */
  get firstSlot(): number | undefined {
    return this.#values.length === 0 ? undefined : this.#firstSlot;
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
    const closed = this.from(this.#ungiven);
    this.#ungiven = this.nextSlot ?? this.#ungiven;
    this.#forget();
    return closed;
  }

  /** Puts in values of the past where nothing is known; returns how many. They are part of the series and not given out. */
  fill(past: readonly PastValue[]): number {
    return this.#put(
      past.map(({ load }) => load ?? null),
      (index) => past[index]?.at ?? 0,
    );
  }

  /** Puts in what was kept, on slots of its own, in the same way; what was put away is at hand again. */
  restore({ slots, series }: { readonly slots: Slots; readonly series: SlotSeries }): void {
    const { firstSlot, values } = series;
    const ungiven = this.isWhole ? undefined : this.#ungiven;
    this.#values.bringBack();
    this.#put(values, (index) => beginOf(slots, firstSlot + index) + slots.stepMs / 2);
    // What was put away has been given out, and what is newer may not.
    this.#ungiven = ungiven ?? this.#ungiven;
  }

  /** Seconds between the first and the last known slot. */
  get seconds(): number {
    return (this.#values.length * this.slots.stepMs) / 1_000;
  }

  /** Puts values in where nothing is known; `momentOf` tells for an index where that is. */
  #put(loads: readonly (number | null)[], momentOf: (index: number) => number): number {
    const slotAt = (index: number) => slotOf(this.slots, momentOf(index));
    const newest = loads.reduce<number>(
      (most, _, index) => Math.max(most, slotAt(index) + 1),
      this.nextSlot ?? 0,
    );
    const isPut = (load: number | null, index: number): load is number =>
      load !== null && slotAt(index) >= newest - mostSlots;
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    loads.forEach((load, index) => {
      if (!isPut(load, index)) return;
      first = Math.min(first, slotAt(index));
      last = Math.max(last, slotAt(index));
    });
    if (last < first) return 0;
    this.#reach(first, last);
    let filled = 0;
    loads.forEach((load, index) => {
      const place = slotAt(index) - this.#firstSlot;
      if (!isPut(load, index) || this.#values.at(place) !== null) return;
      this.#values.set(place, load);
      filled += 1;
    });
    this.#ungiven = Math.max(this.#ungiven, this.nextSlot ?? this.#ungiven);
    this.#forget();
    return filled;
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
    this.#values.pushGap(slot - from);
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
