const windowSeconds = 60;

/** Counts by the second, from the first event on and over the last minute at most. Times in milliseconds since the epoch. */
export class RateWindow {
  readonly #counts = new Map<number, number>();
  #startedAt: number | undefined;

  add(now: number): void {
    const second = Math.floor(now / 1_000);
    this.#startedAt ??= second;
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + 1);
    if (this.#counts.size > 2 * windowSeconds)
      for (const past of this.#counts.keys()) if (past < second - windowSeconds) this.#counts.delete(past);
  }

  /** Mean number in a second over the last `seconds`; undefined before the first whole second with one. */
  perSecond(now: number, seconds: number): number | undefined {
    const counts = this.#last(now, seconds);
    return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0) / counts.length;
  }

  /** Part of the last 60 s in which there was one at least: updates at a rhythm of a second, in Hz. */
  busyShare(now: number): number | undefined {
    const counts = this.#last(now, windowSeconds);
    return counts.length === 0 ? undefined : counts.filter((count) => count > 0).length / counts.length;
  }

  #last(now: number, seconds: number): number[] {
    const second = Math.floor(now / 1_000);
    const length = Math.min(seconds, windowSeconds, second - (this.#startedAt ?? second));
    return Array.from({ length: Math.max(0, length) }, (_, back) => this.#counts.get(second - 1 - back) ?? 0);
  }
}
