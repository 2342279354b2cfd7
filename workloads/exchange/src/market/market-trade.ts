/** A trade as a market source makes it, before the exchange numbers it. */
export interface MarketTrade {
  readonly symbol: string;
  /** Milliseconds since the market opened; never falls from one trade to the next. */
  readonly atMs: number;
  /** Decimal text, sent as it is. */
  readonly price: string;
  /** Decimal text, sent as it is. */
  readonly quantity: string;
  /** True when the buyer rested in the book, that is: the taker sold. */
  readonly buyerIsMaker: boolean;
  /** Single trades that the exchange aggregates into this one; at least 1. */
  readonly fills: number;
  /** Epoch milliseconds at which the trade really happened; only replays have it. */
  readonly originalTimeMs?: number;
}

/** Where the trades of a market come from. */
export type MarketKind = 'Synthetic' | 'TradesCsv' | 'BarsCsv';

/** A market that can be opened once: its rules and its trades in time order. */
export interface Market {
  readonly kind: MarketKind;
  /** One sentence for people that says what these numbers are. */
  readonly label: string;
  readonly symbols: readonly SymbolRules[];
  readonly trades: Iterable<MarketTrade>;
}

/** What `exchangeInfo` tells about a symbol. */
export interface SymbolRules {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  /** Decimal places of a price; the tick is one unit of the last place. */
  readonly priceScale: number;
  /** Decimal places of a quantity; the lot step is one unit of the last place. */
  readonly quantityScale: number;
}
