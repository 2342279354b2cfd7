/** The newest values of a stream, kept in order, so that quantiles of them can be read at any time. */
export class SortedWindow {
  readonly #ordered: Float64Array;
  readonly #arrived: Float64Array;
  #count = 0;
  #next = 0;

  constructor(size: number) {
    this.#ordered = new Float64Array(size + 1);
    this.#arrived = new Float64Array(size);
  }

  get count(): number {
    return this.#count;
  }

  get largest(): number {
    return this.#ordered[this.#count - 1] as number;
  }

  add(value: number): void {
    if (this.#count === this.#arrived.length) this.#remove(this.#arrived[this.#next] as number);
    this.#arrived[this.#next] = value;
    this.#next = (this.#next + 1) % this.#arrived.length;
    const at = this.#position(value);
    this.#ordered.copyWithin(at + 1, at, this.#count);
    this.#ordered[at] = value;
    this.#count += 1;
  }

  /** Quantile of the values held, between two of them by interpolation; the window must not be empty. */
  quantile(level: number): number {
    const place = level * (this.#count - 1);
    const below = Math.floor(place);
    const value = this.#ordered[below] as number;
    const above = this.#ordered[Math.min(this.#count - 1, below + 1)] as number;
    return value + (place - below) * (above - value);
  }

  /** Share of the values held that are below `value`, interpolated; the inverse of `quantile`. */
  shareBelow(value: number): number {
    const at = this.#position(value);
    if (at === 0) return 0;
    if (at === this.#count) return 1;
    const [low, high] = [this.#ordered[at - 1] as number, this.#ordered[at] as number];
    return (at - 1 + (high > low ? (value - low) / (high - low) : 0)) / (this.#count - 1);
  }

  #remove(value: number): void {
    const at = this.#position(value);
    this.#ordered.copyWithin(at, at + 1, this.#count);
    this.#count -= 1;
  }

  #position(value: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ordered[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
