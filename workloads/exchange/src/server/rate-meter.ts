/** How many things happened when. */
interface Count {
  readonly atMs: number;
  readonly count: number;
}

const windowMs = 10_000;

/** Events per second over the last ten seconds. */
export class RateMeter {
  #counts: Count[] = [];

  add(count: number, nowMs: number): void {
    if (count > 0) this.#counts.push({ atMs: nowMs, count });
    this.#forget(nowMs);
  }

  perSecond(nowMs: number): number {
    this.#forget(nowMs);
    return this.#counts.reduce((sum, { count }) => sum + count, 0) / (windowMs / 1000);
  }

  #forget(nowMs: number): void {
    const first = this.#counts.findIndex(({ atMs }) => nowMs - atMs < windowMs);
    if (first !== 0) this.#counts = first === -1 ? [] : this.#counts.slice(first);
  }
}
