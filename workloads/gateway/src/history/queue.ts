/** A list that grows at its end and shrinks at its front, each in constant time on average. */
export class Queue<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  /** The item at this place, 0 being the oldest. */
  at(index: number): T | undefined {
    return this.#items[this.#head + index];
  }

  get newest(): T | undefined {
    return this.length > 0 ? this.#items.at(-1) : undefined;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#head];
    this.#head += 1;
    // What was taken is let go once it is the larger part, so that each item moves once at most.
    if (this.#head > 64 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Items from this place on, oldest first. */
  slice(from = 0): T[] {
    return this.#items.slice(this.#head + Math.max(0, from));
  }

  /** First place whose item does not come before `wanted` by this measure, which must rise with the place. */
  lowerBound(wanted: number, measure: (item: T) => number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = this.at(middle);
      if (item !== undefined && measure(item) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
