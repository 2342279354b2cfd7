import { encodeTrade, messageHeaders, traceparent, tradeSchemaName } from '@pricecast/market';
import type { OutgoingMessage } from '@pricecast/stream';
import type { ReceivedTrade } from '../sequence/received-trade.ts';

/** A trade on its way to Kafka, with what is to be known once it is acknowledged. */
export interface TradeMessage extends OutgoingMessage {
  readonly kind: 'Trade';
  readonly id: number;
  readonly receivedAt: number;
  readonly backfill: boolean;
}

/** Gives each message a trace of its own: the process has the first half, a counter the second. */
export interface TraceIds {
  next(): string;
}

/** `processId` is 16 lower-case hexadecimal digits, chosen at random for each process. */
export function traceIds(processId: string): TraceIds {
  let count = 0;
  return {
    next: () => {
      count += 1;
      const serial = count.toString(16).padStart(16, '0');
      return traceparent(processId + serial, serial);
    },
  };
}

/** The message of a trade: key = symbol, CreateTime = event time, decimals as they came. */
export function tradeMessage(
  topic: string,
  source: string,
  received: ReceivedTrade,
  traceParent: string,
): TradeMessage {
  const { trade, receivedAt, backfill, originalTime } = received;
  return {
    kind: 'Trade',
    topic,
    key: trade.symbol,
    value: encodeTrade(trade),
    headers: messageHeaders({
      schema: tradeSchemaName,
      source,
      ingestTime: receivedAt,
      traceparent: traceParent,
      backfill,
      originalTime,
    }),
    timestamp: trade.tradeTime,
    id: trade.id,
    receivedAt,
    backfill,
  };
}
