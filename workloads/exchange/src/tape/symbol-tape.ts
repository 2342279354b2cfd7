import type { ExchangeTrade } from '@pricecast/market';

/** The trades of one symbol, oldest first, of which the newest `retain` or more are kept. */
export class SymbolTape {
  readonly #retain: number;
  #trades: ExchangeTrade[] = [];

  constructor(retain: number) {
    this.#retain = retain;
  }

  append(made: ExchangeTrade): void {
    this.#trades.push(made);
    // Trimming in larger pieces keeps the cost per trade constant.
    if (this.#trades.length >= 1.25 * this.#retain) this.#trades = this.#trades.slice(-this.#retain);
  }

  /** Every trade that is still kept. */
  all(): readonly ExchangeTrade[] {
    return this.#trades;
  }

  newest(): ExchangeTrade | undefined {
    return this.#trades.at(-1);
  }

  /** Up to `limit` trades with ids from `id` on; begins with the oldest kept when `id` is older. */
  fromId(id: number, limit: number): readonly ExchangeTrade[] {
    const oldest = this.#trades[0];
    if (oldest === undefined) return [];
    const start = Math.max(0, id - oldest.trade.id);
    return this.#trades.slice(start, start + limit);
  }

  /** The newest `limit` trades. */
  latest(limit: number): readonly ExchangeTrade[] {
    return this.#trades.slice(-limit);
  }

  /** Trades whose time lies in the span, both ends included. Times need not rise: a clock can be put back. */
  between(fromMs: number, toMs: number): readonly ExchangeTrade[] {
    return this.#trades.filter(({ trade }) => trade.tradeTime >= fromMs && trade.tradeTime <= toMs);
  }
}
