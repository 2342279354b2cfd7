import { encodeTrade, messageHeaders, type Trade, traceparent, tradeSchemaName } from '@pricecast/market';
import type { OutgoingMessage } from '@pricecast/stream';
import type { ReceivedTrade } from '../sequence/received-trade.ts';

/** What all messages of a collector have in common. */
export interface TradeEnvelope {
  readonly topic: string;
  /** Name of the source in the PricePipeline. */
  readonly source: string;
  /** First half of every trace id: 16 lower-case hexadecimal digits, chosen at random for each process. */
  readonly traceOrigin: string;
}

/** The message of a trade: key = symbol, CreateTime = event time, decimals as they came. `serial` counts from 1. */
export function tradeMessage(
  envelope: TradeEnvelope,
  received: ReceivedTrade,
  serial: number,
): OutgoingMessage {
  const { trade, receivedAt, backfill, originalTime } = received;
  const span = serial.toString(16).padStart(16, '0');
  return {
    topic: envelope.topic,
    key: trade.symbol,
    value: encodeTrade(trade),
    headers: messageHeaders({
      schema: tradeSchemaName,
      source: envelope.source,
      ingestTime: receivedAt,
      traceparent: traceparent(envelope.traceOrigin + span, span),
      backfill,
      originalTime,
    }),
    timestamp: trade.tradeTime,
  };
}

/** Everything in a message but symbol, price and quantity, rounded up: names, numbers, headers, framing. */
const fixedBytes = 500;

/** Bytes that the message of a trade takes, without making it. */
export function tradeBytes({ symbol, price, quantity }: Trade): number {
  return fixedBytes + 2 * symbol.length + price.length + quantity.length;
}
