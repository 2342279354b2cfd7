import type { Trade } from '@pricecast/market';

/** A candle as far as the tape knows it; numbers are for people and charts, trades stay exact. */
export interface Kline {
  readonly openMs: number;
  /** Last millisecond that belongs to it. */
  readonly closeMs: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: number;
  readonly quoteVolume: number;
  readonly takerBuyVolume: number;
  readonly takerBuyQuoteVolume: number;
  readonly trades: number;
  readonly firstTradeId: number;
  readonly lastTradeId: number;
}

/** Candles of `intervalMs` from trades in time order, one after another: a span without trades repeats the close. */
export function klinesOf(trades: readonly Trade[], intervalMs: number): readonly Kline[] {
  const groups = Map.groupBy(trades, (trade) => trade.tradeTime - (trade.tradeTime % intervalMs));
  const klines: Kline[] = [];
  for (const [openMs, group] of groups) {
    for (let last = klines.at(-1); last !== undefined && last.closeMs + 1 < openMs; last = klines.at(-1)) {
      klines.push(emptyAfter(last, intervalMs));
    }
    klines.push(klineOf(group, openMs, intervalMs));
  }
  return klines;
}

function klineOf(trades: readonly Trade[], openMs: number, intervalMs: number): Kline {
  const prices = trades.map((trade) => trade.price);
  const bought = trades.filter((trade) => !trade.buyerIsMaker);
  return {
    openMs,
    closeMs: openMs + intervalMs - 1,
    open: prices[0] ?? '0',
    high: prices.reduce((high, price) => (Number(price) > Number(high) ? price : high)),
    low: prices.reduce((low, price) => (Number(price) < Number(low) ? price : low)),
    close: prices.at(-1) ?? '0',
    volume: baseVolume(trades),
    quoteVolume: quoteVolume(trades),
    takerBuyVolume: baseVolume(bought),
    takerBuyQuoteVolume: quoteVolume(bought),
    trades: trades.reduce((sum, trade) => sum + trade.lastTradeId - trade.firstTradeId + 1, 0),
    firstTradeId: trades[0]?.firstTradeId ?? -1,
    lastTradeId: trades.at(-1)?.lastTradeId ?? -1,
  };
}

function baseVolume(trades: readonly Trade[]): number {
  return trades.reduce((sum, trade) => sum + Number(trade.quantity), 0);
}

function quoteVolume(trades: readonly Trade[]): number {
  return trades.reduce((sum, trade) => sum + Number(trade.quantity) * Number(trade.price), 0);
}

function emptyAfter(last: Kline, intervalMs: number): Kline {
  const { close } = last;
  return {
    openMs: last.openMs + intervalMs,
    closeMs: last.closeMs + intervalMs,
    open: close,
    high: close,
    low: close,
    close,
    volume: 0,
    quoteVolume: 0,
    takerBuyVolume: 0,
    takerBuyQuoteVolume: 0,
    trades: 0,
    firstTradeId: -1,
    lastTradeId: -1,
  };
}
