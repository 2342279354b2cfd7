import { inSingle } from './single.ts';
import type { StateReader, StateWriter } from './state-bytes.ts';

/** Most values that a window can hold: places are kept in two bytes. */
export const mostInWindow = 65_536;

/** The newest values of a stream in single precision, kept in order, so that quantiles of them can be read at any time. */
export class SortedWindow {
  /** By arrival, in a ring. */
  readonly #values: Float32Array;
  /** Places in the ring, by value. */
  readonly #order: Uint16Array;
  #count = 0;
  #next = 0;

  /** `size` is at most `mostInWindow`. */
  constructor(size: number) {
    this.#values = new Float32Array(size);
    this.#order = new Uint16Array(size);
  }

  get count(): number {
    return this.#count;
  }

  get largest(): number {
    return this.#ordered(this.#count - 1);
  }

  add(value: number): void {
    if (this.#count === this.#values.length) this.#remove(this.#next);
    this.#values[this.#next] = inSingle(value);
    const at = this.#position(this.#values[this.#next] as number);
    this.#order.copyWithin(at + 1, at, this.#count);
    this.#order[at] = this.#next;
    this.#next = (this.#next + 1) % this.#values.length;
    this.#count += 1;
  }

  /** Quantile of the values held, between two of them by interpolation; the window must not be empty. */
  quantile(level: number): number {
    const place = level * (this.#count - 1);
    const below = Math.floor(place);
    const value = this.#ordered(below);
    const above = this.#ordered(Math.min(this.#count - 1, below + 1));
    return value + (place - below) * (above - value);
  }

  /** Share of the values held that are below `value`, interpolated; the inverse of `quantile`. */
  shareBelow(value: number): number {
    const at = this.#position(value);
    if (at === 0) return 0;
    if (at === this.#count) return 1;
    const [low, high] = [this.#ordered(at - 1), this.#ordered(at)];
    return (at - 1 + (high > low ? (value - low) / (high - low) : 0)) / (this.#count - 1);
  }

  save(to: StateWriter): void {
    to.number(this.#count);
    to.number(this.#next);
    to.array(this.#values);
    to.array(this.#order);
  }

  restore(from: StateReader): void {
    this.#count = from.number();
    this.#next = from.number();
    from.into(this.#values);
    from.into(this.#order);
  }

  #ordered(index: number): number {
    return this.#values[this.#order[index] as number] as number;
  }

  #remove(place: number): void {
    let at = this.#position(this.#values[place] as number);
    while (this.#order[at] !== place) at += 1;
    this.#order.copyWithin(at, at + 1, this.#count);
    this.#count -= 1;
  }

  #position(value: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ordered(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
