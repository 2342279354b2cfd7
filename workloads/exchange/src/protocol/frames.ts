import { aggTradeEvent, aggTradeStream, type ExchangeTrade } from '@pricecast/market';
import type { Kline } from '../tape/klines.ts';

/** A data frame as a connection may get it, plain and wrapped. */
export interface Frame {
  readonly stream: string;
  readonly plain: string;
}

/** The event of an aggregate trade. */
export function aggTradeFrame(made: ExchangeTrade, sentAt: number): Frame {
  return { stream: aggTradeStream(made.trade.symbol), plain: JSON.stringify(aggTradeEvent(made, sentAt)) };
}

/** The event of a one-minute candle; it is final when its minute is over at `eventMs`. */
export function klineFrame(symbol: string, kline: Kline, eventMs: number): Frame {
  const k = {
    t: kline.openMs,
    T: kline.closeMs,
    s: symbol,
    i: '1m',
    f: kline.firstTradeId,
    L: kline.lastTradeId,
    o: kline.open,
    c: kline.close,
    h: kline.high,
    l: kline.low,
    v: kline.volume.toFixed(8),
    n: kline.trades,
    x: eventMs > kline.closeMs,
    q: kline.quoteVolume.toFixed(8),
    V: kline.takerBuyVolume.toFixed(8),
    Q: kline.takerBuyQuoteVolume.toFixed(8),
    B: '0',
  };
  const event = { e: 'kline', E: eventMs, s: symbol, k };
  return { stream: `${symbol.toLowerCase()}@kline_1m`, plain: JSON.stringify(event) };
}

/** Tells a connection that it is about to be closed. */
export function shutdownFrame(eventMs: number): Frame {
  return { stream: '!serverShutdown', plain: JSON.stringify({ e: 'serverShutdown', E: eventMs }) };
}

/** The text that goes out, wrapped on a combined connection. */
export function frameText(frame: Frame, combined: boolean): string {
  return combined ? `{"stream":${JSON.stringify(frame.stream)},"data":${frame.plain}}` : frame.plain;
}
