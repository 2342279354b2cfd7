const mostValues = 4_096;

/** Values of a window of time, the newest 4,096 of them, for quantiles. Times in milliseconds since the epoch. */
export class RecentValues {
  readonly #values = new Float64Array(mostValues);
  readonly #times = new Float64Array(mostValues);
  readonly #windowMilliseconds: number;
  #count = 0;

  constructor(windowMilliseconds: number) {
    this.#windowMilliseconds = windowMilliseconds;
  }

  add(value: number, now: number): void {
    const place = this.#count % mostValues;
    this.#values[place] = value;
    this.#times[place] = now;
    this.#count += 1;
  }

  /** The value below which this part of the values lies; undefined when there were none. */
  quantile(part: number, now: number): number | undefined {
    const recent = this.#values
      .subarray(0, Math.min(this.#count, mostValues))
      .filter((_, place) => now - (this.#times[place] ?? 0) <= this.#windowMilliseconds)
      .sort();
    return recent[Math.min(recent.length - 1, Math.floor(part * recent.length))];
  }
}
