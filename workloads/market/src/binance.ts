import { MarketError, quoted } from './market-error.ts';
import { isTrade, type Trade } from './trade.ts';

/**
 * Aggregate trade as Binance's REST (`GET /api/v3/aggTrades`) writes it.
 * `originalTime` is an addition of our exchange: when a replayed trade really happened.
 */
export interface AggTradeRow {
  /** Aggregate trade id. */
  readonly a: number;
  /** Price. */
  readonly p: string;
  /** Quantity. */
  readonly q: string;
  /** First single trade id. */
  readonly f: number;
  /** Last single trade id. */
  readonly l: number;
  /** Trade time, milliseconds since the epoch. */
  readonly T: number;
  /** Whether the buyer was the maker. */
  readonly m: boolean;
  /** Ignored; always true. */
  readonly M: boolean;
  /** Milliseconds since the epoch; only in replays of recordings. */
  readonly originalTime?: number;
}

/** Aggregate trade as a WebSocket stream `<symbol>@aggTrade` writes it. */
export interface AggTradeEvent extends AggTradeRow {
  readonly e: 'aggTrade';
  /** When the exchange sent the frame, milliseconds since the epoch. */
  readonly E: number;
  readonly s: string;
}

/** A trade together with what the exchange said about it besides. */
export interface ExchangeTrade {
  readonly trade: Trade;
  /** Only in replays of recordings: when the trade really happened, milliseconds since the epoch. */
  readonly originalTime: number | undefined;
}

/** What a frame of a WebSocket connection means. */
export type ExchangeFrame =
  | ({ readonly kind: 'Trade'; readonly sentAt: number } & ExchangeTrade)
  /** The server closes this connection soon. */
  | { readonly kind: 'Shutdown' }
  /** Answer to a control message; `error` holds its text when it was refused. */
  | { readonly kind: 'Reply'; readonly id: unknown; readonly error: string | undefined }
  /** A well-formed event of another stream. */
  | { readonly kind: 'Other' };

type Members = Readonly<Record<string, unknown>>;

/** Reads a frame of a raw or a combined stream; throws MarketError FRAME_INVALID for what is none. */
export function parseFrame(text: string): ExchangeFrame {
  const frame = parseObject(text);
  const { data } = frame;
  const event = isObject(data) ? data : frame;
  if (event.e === 'aggTrade') return tradeFrame(event);
  if (event.e === 'serverShutdown') return { kind: 'Shutdown' };
  if (event.e !== undefined) return { kind: 'Other' };
  if ('result' in frame || 'code' in frame) return replyFrame(frame);
  throw invalid(frame, 'is no event and no reply');
}

function tradeFrame(event: Members): ExchangeFrame {
  const { E: sentAt, s: symbol } = event;
  if (typeof sentAt !== 'number' || typeof symbol !== 'string') throw invalid(event, 'has no E or s');
  return { kind: 'Trade', sentAt, ...exchangeTrade(symbol, event) };
}

function replyFrame(frame: Members): ExchangeFrame {
  const { id, code, msg } = frame;
  return { kind: 'Reply', id, error: code === undefined ? undefined : `${String(code)} ${String(msg)}` };
}

/** Reads one row of an aggTrades page; throws MarketError FRAME_INVALID. */
export function parseRow(symbol: string, row: unknown): ExchangeTrade {
  if (!isObject(row)) throw invalid(row, 'is no object');
  return exchangeTrade(symbol, row);
}

function exchangeTrade(symbol: string, row: Members): ExchangeTrade {
  const trade = {
    symbol,
    id: row.a,
    price: row.p,
    quantity: row.q,
    firstTradeId: row.f,
    lastTradeId: row.l,
    buyerIsMaker: row.m,
    tradeTime: row.T,
  };
  if (!isTrade(trade)) throw invalid(row, 'is no aggregate trade');
  const { originalTime } = row;
  return { trade, originalTime: typeof originalTime === 'number' ? originalTime : undefined };
}

/** The row in which REST shows a trade. */
export function aggTradeRow({ trade, originalTime }: ExchangeTrade): AggTradeRow {
  return {
    a: trade.id,
    p: trade.price,
    q: trade.quantity,
    f: trade.firstTradeId,
    l: trade.lastTradeId,
    T: trade.tradeTime,
    m: trade.buyerIsMaker,
    M: true,
    ...(originalTime === undefined ? {} : { originalTime }),
  };
}

/** The event in which a stream shows a trade that is sent at `sentAt` (milliseconds since the epoch). */
export function aggTradeEvent(exchangeTrade: ExchangeTrade, sentAt: number): AggTradeEvent {
  return { e: 'aggTrade', E: sentAt, s: exchangeTrade.trade.symbol, ...aggTradeRow(exchangeTrade) };
}

/** Name of a symbol's stream of aggregate trades, as combined streams are asked for by. */
export function aggTradeStream(symbol: string): string {
  return `${symbol.toLowerCase()}@aggTrade`;
}

function parseObject(text: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MarketError('FRAME_INVALID', `${quoted(text)} is not JSON`, { cause });
  }
  if (!isObject(value)) throw invalid(value, 'is no object');
  return value;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(value: unknown, why: string): MarketError {
  return new MarketError('FRAME_INVALID', `${quoted(value)} ${why}`);
}
