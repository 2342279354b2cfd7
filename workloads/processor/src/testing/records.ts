import { encodeTrade, messageHeaders, type Trade, traceparent, tradeSchemaName } from '@pricecast/market';
import type { ConsumedRecord, RawMessage } from '@pricecast/stream';

/** 2026-01-01T12:00:00Z. */
export const noon = Date.UTC(2026, 0, 1, 12);

/** A trade of BTCUSDT: a hundred milliseconds behind the one before, at a price that goes up and down. */
export function aTrade(id: number, changes: Partial<Trade> = {}): Trade {
  return {
    symbol: 'BTCUSDT',
    id,
    price: `${100 + (id % 7)}.${id % 10}0`,
    quantity: `0.${1 + (id % 9)}00`,
    firstTradeId: id,
    lastTradeId: id,
    buyerIsMaker: id % 2 === 0,
    tradeTime: noon + id * 100,
    ...changes,
  };
}

const headers = messageHeaders({
  schema: tradeSchemaName,
  source: 'binance',
  ingestTime: noon,
  traceparent: traceparent('4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'),
  backfill: false,
  originalTime: undefined,
});

/** The record of a trade in partition 0; `changes` for what is not as it should be. */
export function recordOf(trade: Trade, changes: Partial<ConsumedRecord> = {}): ConsumedRecord {
  return {
    topic: 'markets.btc.trades.v1',
    partition: 0,
    offset: BigInt(trade.id),
    key: Buffer.from(trade.symbol),
    value: Buffer.from(encodeTrade(trade)),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)])),
    timestamp: trade.tradeTime,
    ...changes,
  };
}

/** The message that a collector would send. */
export function messageOf(topic: string, trade: Trade, changes: Partial<RawMessage> = {}): RawMessage {
  const { symbol: key, tradeTime: timestamp } = trade;
  return { topic, key, value: encodeTrade(trade), headers, timestamp, ...changes };
}
