import type { ExchangeTrade } from '@pricecast/market';
import type { ReceivedTrade } from '../sequence/received-trade.ts';
import type { Need, SymbolFeed } from '../sequence/symbol-feed.ts';
import { ExchangeError } from './exchange-error.ts';
import type { TradeHistory } from './trade-history.ts';

const mostAtOnce = 4;

/** Asks REST what the feeds need, a few symbols at a time. */
export class Refiller {
  readonly #feeds: readonly SymbolFeed[];
  readonly #history: TradeHistory;
  readonly #now: () => number;
  readonly #busy = new Map<SymbolFeed, Promise<void>>();
  #malformedRows = 0;
  #stopped = false;

  /** `now` in milliseconds since the epoch. */
  constructor(feeds: readonly SymbolFeed[], history: TradeHistory, now: () => number) {
    this.#feeds = feeds;
    this.#history = history;
    this.#now = now;
  }

  /** Rows of REST that could not be read, since the start. */
  get malformedRows(): number {
    return this.#malformedRows;
  }

  /** Begins what is due; call it every few ten milliseconds. */
  tick(): void {
    for (const feed of this.#feeds) {
      if (this.#stopped || this.#busy.size >= mostAtOnce) return;
      const need = this.#busy.has(feed) ? undefined : feed.need(this.#now());
      if (need !== undefined) this.#begin(feed, need);
    }
  }

  /** Resolves when nothing is asked any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#busy.values());
  }

  #begin(feed: SymbolFeed, need: Need): void {
    const asking = this.#ask(feed, need).finally(() => this.#busy.delete(feed));
    this.#busy.set(feed, asking);
  }

  /** Goes on at once while there are more pages: a long gap is filled as fast as REST allows. */
  async #ask(feed: SymbolFeed, first: Need): Promise<void> {
    try {
      for (let need: Need | undefined = first; need !== undefined; need = this.#more(feed)) {
        if (need.kind === 'Newest') await this.#askNewest(feed);
        else await this.#askPage(feed, need.from);
      }
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      feed.failed(error, this.#now());
    }
  }

  #more(feed: SymbolFeed): Need | undefined {
    return this.#stopped ? undefined : feed.need(this.#now());
  }

  async #askNewest(feed: SymbolFeed): Promise<void> {
    const newest = await this.#history.newest(feed.symbol);
    const position = newest && { lastId: newest.trade.id, tradeTime: newest.trade.tradeTime };
    feed.newest(position, this.#now());
  }

  async #askPage(feed: SymbolFeed, from: number): Promise<void> {
    const askedAt = this.#now();
    const { trades, last, malformed } = await this.#history.page(feed.symbol, from);
    this.#malformedRows += malformed;
    const receivedAt = this.#now();
    const received = trades.map(
      (trade: ExchangeTrade): ReceivedTrade => ({ ...trade, receivedAt, backfill: true }),
    );
    feed.filled({ from, trades: received, last, askedAt }, receivedAt);
  }
}
