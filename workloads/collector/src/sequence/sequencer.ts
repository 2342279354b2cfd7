import type { ReceivedTrade } from './received-trade.ts';

/** Ids from one to another, both included. */
export interface IdRange {
  readonly from: number;
  readonly to: number;
}

/** Where a sequence begins. */
export interface SequenceStart {
  /** Id of the first trade wanted. */
  readonly next: number;
  /** True when nothing is known before it: ids that are missing before the first trade are no loss then. */
  readonly fresh: boolean;
}

/** What became of a trade from the stream. */
export type Offer = 'Accepted' | 'Duplicate' | 'Overflow';

/** What a drain did. */
export interface Drained {
  /** True when the sink took less than there was. */
  readonly refused: boolean;
  /** Ids that were passed over, because the exchange has no trade of that id. */
  readonly skipped: readonly IdRange[];
}

const nothingSkipped: readonly IdRange[] = [];

/**
 * Puts the trades of one symbol into the order of their ids, whatever order they come in, each once.
 * The stream offers trades, REST fills what is missing, drain() hands on what is next.
 */
export class Sequencer {
  readonly #limit: number;
  readonly #waiting = new Map<number, ReceivedTrade>();
  #absent: IdRange[] = [];
  #next: number;
  #fresh: boolean;

  /** At most `limit` trades from the stream wait for one that is missing. */
  constructor(start: SequenceStart, limit: number) {
    this.#next = start.next;
    this.#fresh = start.fresh;
    this.#limit = limit;
  }

  /** Id that drain() hands on next. */
  get next(): number {
    return this.#next;
  }

  /** True when trades wait; after a drain that was not refused this means that one before them is missing. */
  get waits(): boolean {
    return this.#waiting.size > 0;
  }

  /** Takes a trade from the stream. Overflow means that it was left to a later fill(). */
  offer(trade: ReceivedTrade): Offer {
    const { id } = trade.trade;
    if (id < this.#next || this.#waiting.has(id)) return 'Duplicate';
    if (this.#waiting.size >= this.#limit) return 'Overflow';
    this.#waiting.set(id, trade);
    return 'Accepted';
  }

  /**
   * Takes a page that REST gave for ids from `from` on, in rising order. Ids that the page leaves out between
   * `from` and its last trade do not exist.
   */
  fill(from: number, page: readonly ReceivedTrade[]): void {
    let expected = from;
    for (const trade of page) {
      const { id } = trade.trade;
      if (id < expected) continue;
      if (id > expected) this.#absent.push({ from: expected, to: id - 1 });
      expected = id + 1;
      if (id >= this.#next && !this.#waiting.has(id)) this.#waiting.set(id, trade);
    }
  }

  /** Hands trades on in order, as far as they are there and `sink` returns true. */
  drain(sink: (trade: ReceivedTrade) => boolean): Drained {
    let skipped = nothingSkipped;
    for (;;) {
      const trade = this.#waiting.get(this.#next);
      if (trade !== undefined) {
        if (!sink(trade)) return { refused: true, skipped };
        this.#waiting.delete(this.#next);
        this.#next += 1;
        this.#fresh = false;
        continue;
      }
      const end = this.#endOfAbsence();
      if (end === undefined) return { refused: false, skipped };
      if (!this.#fresh) skipped = [...skipped, { from: this.#next, to: end - 1 }];
      this.#next = end;
    }
  }

  /** First id behind those at `next` that do not exist; undefined when `next` is not known to be absent. */
  #endOfAbsence(): number | undefined {
    if (this.#absent.length === 0) return undefined;
    this.#absent = this.#absent.filter(({ to }) => to >= this.#next);
    const absence = this.#absent.find(({ from }) => from <= this.#next);
    if (absence === undefined) return undefined;
    // What the stream has brought exists, whatever REST says.
    let end = absence.to + 1;
    for (const id of this.#waiting.keys()) if (id > this.#next && id < end) end = id;
    return end;
  }
}
