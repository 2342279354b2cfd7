import type { ExchangeTrade, Trade } from '@pricecast/market';
import type { MarketTrade } from '../market/market-trade.ts';
import { SymbolTape } from './symbol-tape.ts';

/** How a tape numbers and keeps. */
export interface TapeOptions {
  /** Id of the first aggregate trade of every symbol. */
  readonly firstId: number;
  /** Trades kept for each symbol, at least. */
  readonly retain: number;
}

/** All trades that exist, by symbol: what REST answers from and proofs hold against what arrived. */
export class Tape {
  readonly #symbols: ReadonlyMap<string, SymbolTape>;
  readonly #options: TapeOptions;
  #count = 0;

  constructor(symbols: readonly string[], options: TapeOptions) {
    this.#symbols = new Map(symbols.map((symbol) => [symbol, new SymbolTape(options.retain)]));
    this.#options = options;
  }

  /** Trades ever appended. */
  get count(): number {
    return this.#count;
  }

  /** The trades of a symbol; `undefined` when it is not traded here. */
  of(symbol: string): SymbolTape | undefined {
    return this.#symbols.get(symbol);
  }

  symbols(): readonly string[] {
    return [...this.#symbols.keys()];
  }

  /** Numbers a trade and keeps it. The symbol must be one of the tape's. */
  append(made: MarketTrade, tradeTime: number): ExchangeTrade {
    const symbolTape = this.of(made.symbol);
    if (symbolTape === undefined) throw new RangeError(`There is no tape for ${made.symbol}.`);
    const trade = this.#number(made, symbolTape.newest()?.trade, tradeTime);
    const numbered = { trade, originalTime: made.originalTimeMs };
    symbolTape.append(numbered);
    this.#count += 1;
    return numbered;
  }

  #number(made: MarketTrade, newest: Trade | undefined, tradeTime: number): Trade {
    // Single trades are more than aggregate ones; doubling keeps their ids ahead after a restart too.
    const firstTradeId = newest === undefined ? 2 * this.#options.firstId : newest.lastTradeId + 1;
    return {
      symbol: made.symbol,
      id: newest === undefined ? this.#options.firstId : newest.id + 1,
      price: made.price,
      quantity: made.quantity,
      firstTradeId,
      lastTradeId: firstTradeId + made.fills - 1,
      buyerIsMaker: made.buyerIsMaker,
      tradeTime,
    };
  }
}
