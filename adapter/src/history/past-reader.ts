import { type Clock, sleep } from '@pricecast/kube';
import type { DemandSource } from '../demand/reading.ts';
import type { DemandHistory } from './demand-history.ts';
import { beginOf, mostSlots, slotOf } from './slots.ts';

/** What a reader of the past is made of. */
export interface PastReaderParts {
  readonly history: DemandHistory;
  readonly source: DemandSource;
  readonly clock: Clock;
}

/** Pause before a source that knows the past and did not tell it is asked again, in milliseconds. */
const retryMs = 5_000;

/** Fills a history from what its source still knows. */
export class PastReader {
  readonly #parts: PastReaderParts;

  constructor(parts: PastReaderParts) {
    this.#parts = parts;
  }

  /** Reads the time since the history ends, the newest first and not for long; answers how many slots became known. */
  async recent(signal: AbortSignal): Promise<number> {
    const { history } = this.#parts;
    const present = this.#present();
    return (await this.#fill(Math.max(present - mostSlots, history.nextSlot ?? 0), present, signal)) ?? 0;
  }

  /**
   * Reads what is older, piece by piece, until the source knows no more, and answers how many slots became known. A source
   * that does not answer is asked again. `found` is told of each piece.
   */
  async older(signal: AbortSignal, found: () => void): Promise<number> {
    const { history, clock } = this.#parts;
    let filled = 0;
    while (!signal.aborted) {
      const present = this.#present();
      const first = history.firstSlot ?? present;
      if (first <= present - mostSlots) break;
      const piece = await this.#fill(present - mostSlots, first, signal);
      if (piece === 0) break;
      if (piece === undefined) await sleep(clock, retryMs, signal).catch(() => {});
      else found();
      filled += piece ?? 0;
    }
    return filled;
  }

  #present(): number {
    return slotOf(this.#parts.history.slots, this.#parts.clock.now().getTime());
  }

  /** Fills what lies between two slots; undefined without an answer. */
  async #fill(from: number, to: number, signal: AbortSignal): Promise<number | undefined> {
    const { history, source } = this.#parts;
    const { slots } = history;
    const span = { from: beginOf(slots, from), to: beginOf(slots, to), stepMs: slots.stepMs };
    const past = await source.past?.(span, signal);
    if (past === undefined) return 0;
    return 'kind' in past ? undefined : history.fill(past);
  }
}
