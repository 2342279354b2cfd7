const windowMilliseconds = 60_000;

/**
 * Difference between our clock and that of the exchange: the least of (received − sent) over one to two minutes.
 * It holds the shortest way of a frame as well; negative means that our clock is behind. Milliseconds.
 */
export class ClockSkew {
  #windowStart = 0;
  #least: number | undefined;
  #leastBefore: number | undefined;

  add(sentAt: number, receivedAt: number): void {
    if (receivedAt - this.#windowStart >= windowMilliseconds) {
      this.#windowStart = receivedAt;
      this.#leastBefore = this.#least;
      this.#least = undefined;
    }
    const difference = receivedAt - sentAt;
    if (this.#least === undefined || difference < this.#least) this.#least = difference;
  }

  /** Undefined before the first frame. */
  get milliseconds(): number | undefined {
    if (this.#least === undefined || this.#leastBefore === undefined) return this.#least ?? this.#leastBefore;
    return Math.min(this.#least, this.#leastBefore);
  }
}
