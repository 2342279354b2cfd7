import type { Bar } from '../bar.ts';
import { addDecimals, compareDecimals, type Decimal, formatDecimal, parseDecimal } from '../decimal.ts';
import type { Trade } from '../trade.ts';

/** A trade with its numbers taken apart once. */
export interface PricedTrade {
  readonly trade: Trade;
  /** Price as floating point: decides comparisons where it can. */
  readonly price: number;
  readonly quantity: Decimal;
  readonly quoteQuantity: Decimal;
}

/** A bar that still takes trades, as plain JSON; sums are exact decimals. */
export interface OpenBarState extends Omit<Bar, 'symbol' | 'intervalSeconds'> {
  /** Integral of the price over the time from the first to the last trade, price times milliseconds. */
  readonly priceTime: number;
  readonly firstTime: number;
  readonly lastTime: number;
}

/** A bar that takes trades in any order. */
export class OpenBar {
  readonly start: number;
  #open: string;
  #high: string;
  #highPrice: number;
  #low: string;
  #lowPrice: number;
  #close: string;
  #closePrice: number;
  #volume: Decimal;
  #quoteVolume: Decimal;
  #takerBuyVolume: Decimal;
  #trades: number;
  #firstId: number;
  #lastId: number;
  #priceTime: number;
  #firstTime: number;
  #lastTime: number;

  private constructor(state: OpenBarState) {
    this.start = state.start;
    this.#open = state.open;
    this.#high = state.high;
    this.#highPrice = Number(state.high);
    this.#low = state.low;
    this.#lowPrice = Number(state.low);
    this.#close = state.close;
    this.#closePrice = Number(state.close);
    this.#volume = parseDecimal(state.volume);
    this.#quoteVolume = parseDecimal(state.quoteVolume);
    this.#takerBuyVolume = parseDecimal(state.takerBuyVolume);
    this.#trades = state.trades;
    this.#firstId = state.firstId;
    this.#lastId = state.lastId;
    this.#priceTime = state.priceTime;
    this.#firstTime = state.firstTime;
    this.#lastTime = state.lastTime;
  }

  static restore(state: OpenBarState): OpenBar {
    return new OpenBar(state);
  }

  static begin(start: number, { trade, quantity, quoteQuantity }: PricedTrade): OpenBar {
    const { price, id, tradeTime } = trade;
    const times = { priceTime: 0, firstTime: tradeTime, lastTime: tradeTime };
    const prices = { open: price, high: price, low: price, close: price };
    const sums = {
      volume: formatDecimal(quantity),
      quoteVolume: formatDecimal(quoteQuantity),
      takerBuyVolume: formatDecimal(takerBuy(trade, quantity)),
    };
    return new OpenBar({ start, ...prices, ...sums, trades: 1, firstId: id, lastId: id, ...times });
  }

  add({ trade, price, quantity, quoteQuantity }: PricedTrade): void {
    this.#volume = addDecimals(this.#volume, quantity);
    this.#quoteVolume = addDecimals(this.#quoteVolume, quoteQuantity);
    this.#takerBuyVolume = addDecimals(this.#takerBuyVolume, takerBuy(trade, quantity));
    this.#trades += 1;
    this.#widen(trade.price, price);
    if (trade.id > this.#lastId) this.#append(trade, price);
    else if (trade.id < this.#firstId) this.#prepend(trade);
  }

  state(): OpenBarState {
    return {
      start: this.start,
      open: this.#open,
      high: this.#high,
      low: this.#low,
      close: this.#close,
      volume: formatDecimal(this.#volume),
      quoteVolume: formatDecimal(this.#quoteVolume),
      takerBuyVolume: formatDecimal(this.#takerBuyVolume),
      trades: this.#trades,
      firstId: this.#firstId,
      lastId: this.#lastId,
      priceTime: this.#priceTime,
      firstTime: this.#firstTime,
      lastTime: this.#lastTime,
    };
  }

  #append({ id, price: text, tradeTime }: Trade, price: number): void {
    this.#priceTime += this.#closePrice * Math.max(0, tradeTime - this.#lastTime);
    this.#lastTime = Math.max(this.#lastTime, tradeTime);
    this.#lastId = id;
    this.#close = text;
    this.#closePrice = price;
  }

  #prepend({ id, price }: Trade): void {
    this.#firstId = id;
    this.#open = price;
  }

  #widen(text: string, price: number): void {
    if (isBeyond(price - this.#highPrice, text, this.#high)) {
      this.#high = text;
      this.#highPrice = price;
    }
    if (isBeyond(this.#lowPrice - price, this.#low, text)) {
      this.#low = text;
      this.#lowPrice = price;
    }
  }
}

/** Whether the first text is the larger number; floating point decides wherever it sees a difference. */
function isBeyond(difference: number, text: string, other: string): boolean {
  if (difference !== 0) return difference > 0;
  return text !== other && compareDecimals(parseDecimal(text), parseDecimal(other)) > 0;
}

function takerBuy({ buyerIsMaker }: Trade, quantity: Decimal): Decimal {
  return buyerIsMaker ? { coefficient: 0n, scale: quantity.scale } : quantity;
}
