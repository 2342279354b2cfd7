const windowSeconds = 10;

/** Counts events by the second and tells their rate over the last ten whole seconds. Times in milliseconds. */
export class EventRate {
  readonly #counts = new Map<number, number>();
  readonly #startedAt: number;

  constructor(now: number) {
    this.#startedAt = Math.floor(now / 1_000);
  }

  add(count: number, now: number): void {
    const second = Math.floor(now / 1_000);
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + count);
    if (this.#counts.size > 2 * windowSeconds) this.#forget(second);
  }

  /** Events a second; undefined before the first whole second. */
  perSecond(now: number): number | undefined {
    const second = Math.floor(now / 1_000);
    const seconds = Math.min(windowSeconds, second - this.#startedAt);
    if (seconds < 1) return undefined;
    let sum = 0;
    for (let past = second - seconds; past < second; past += 1) sum += this.#counts.get(past) ?? 0;
    return sum / seconds;
  }

  #forget(second: number): void {
    for (const past of this.#counts.keys()) if (past < second - windowSeconds) this.#counts.delete(past);
  }
}
