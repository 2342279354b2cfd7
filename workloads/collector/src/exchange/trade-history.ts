import type { ExchangeTrade } from '@pricecast/market';

/** A page of trades in rising order. */
export interface TradePage {
  readonly trades: readonly ExchangeTrade[];
  /** False when there may be more behind the last one. */
  readonly last: boolean;
  /** Rows that could not be read and were left out. */
  readonly malformed: number;
}

/** The history of an exchange, as far as a collector needs it. */
export interface TradeHistory {
  /** Trades of a symbol with ids from `fromId` on. Rejects with an ExchangeError. */
  page(symbol: string, fromId: number): Promise<TradePage>;
  /** The newest trade of a symbol; undefined when it never traded. Rejects with an ExchangeError. */
  newest(symbol: string): Promise<ExchangeTrade | undefined>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}
