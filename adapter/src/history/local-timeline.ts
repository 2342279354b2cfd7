import type { OffsetAt } from '@pricecast/forecast';
import { beginOf, type Slots } from './slots.ts';

type Values = readonly (number | null)[];

/**
 * Values as a clock on the wall of a time zone counts them, so that a place in a season is a time of day all year.
 * An hour that the clock skips is a gap. Of an hour that it shows twice the later one counts: the earlier one is
 * taken out, as though the load had jumped from its begin to its end.
 */
export class LocalTimeline {
  readonly #slots: Slots;
  readonly #offsetAt: OffsetAt;

  constructor(slots: Slots, offsetAt: OffsetAt) {
    this.#slots = slots;
    this.#offsetAt = offsetAt;
  }

  /** The values from a slot on, oldest first, in steps of local time. */
  from(firstSlot: number, values: Values): (number | null)[] {
    let origin = this.#shownAt(firstSlot);
    const shown: (number | null)[] = [];
    values.forEach((value, index) => {
      const at = this.#shownAt(firstSlot + index);
      origin = Math.min(origin, at);
      while (shown.length < at - origin) shown.push(null);
      shown.length = at - origin;
      shown.push(value);
    });
    return shown;
  }

  /** What follows a slot before `firstSlot`, in steps of local time; undefined when the clock was put back since. */
  after(firstSlot: number, values: Values): (number | null)[] | undefined {
    const shown: (number | null)[] = [];
    for (const [index, value] of values.entries()) {
      const slot = firstSlot + index;
      const steps = this.#shownAt(slot) - this.#shownAt(slot - 1);
      if (steps < 1) return undefined;
      for (let skipped = 1; skipped < steps; skipped += 1) shown.push(null);
      shown.push(value);
    }
    return shown;
  }

  /** Number that the slot has on the clock of the zone. */
  #shownAt(slot: number): number {
    return (
      slot + Math.round((this.#offsetAt(beginOf(this.#slots, slot) / 1_000) * 1_000) / this.#slots.stepMs)
    );
  }
}
