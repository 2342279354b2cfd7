import type { Clock } from '../time/clock.ts';
import type { Priority } from './priority.ts';

/** After so many urgent keys one of the others gets its turn, so that steady edits cannot starve a start-up. */
const URGENT_RUN = 16;

/** Keys that wait for a worker, in order of arrival within their priority. */
export class ReadyList {
  readonly #clock: Clock;
  readonly #since: Record<Priority, Map<string, number>> = { High: new Map(), Low: new Map() };
  #urgentRun = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#since.High.size + this.#since.Low.size;
  }

  count(priority: Priority): number {
    return this.#since[priority].size;
  }

  has(key: string): boolean {
    return this.#since.High.has(key) || this.#since.Low.has(key);
  }

  /** Puts a key in; a waiting key can only become more urgent. Returns whether it is new. */
  add(key: string, priority: Priority): boolean {
    if (this.#since.High.has(key)) return false;
    const waiting = this.#since.Low.get(key);
    if (waiting !== undefined && priority === 'Low') return false;
    this.#since.Low.delete(key);
    this.#since[priority].set(key, waiting ?? this.#clock.monotonicMs());
    return waiting === undefined;
  }

  /** The key whose turn it is, and how long it has waited. */
  take(): { readonly key: string; readonly waitedMs: number } | undefined {
    const { High, Low } = this.#since;
    const turn = High.size > 0 && (Low.size === 0 || this.#urgentRun < URGENT_RUN) ? High : Low;
    this.#urgentRun = turn === High ? this.#urgentRun + 1 : 0;
    for (const [key, sinceMs] of turn) {
      turn.delete(key);
      return { key, waitedMs: this.#clock.monotonicMs() - sinceMs };
    }
    return undefined;
  }

  oldestWaitMs(): number {
    const firsts = [this.#since.High, this.#since.Low].flatMap((waiting) =>
      [...waiting.values()].slice(0, 1),
    );
    return firsts.length === 0 ? 0 : this.#clock.monotonicMs() - Math.min(...firsts);
  }

  /** Counts the waiting of all keys from now on. */
  restartWaits(): void {
    for (const waiting of [this.#since.High, this.#since.Low]) {
      for (const key of waiting.keys()) waiting.set(key, this.#clock.monotonicMs());
    }
  }

  clear(): void {
    this.#since.High.clear();
    this.#since.Low.clear();
  }
}
