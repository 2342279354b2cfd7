import { symbolCatalogue } from '@pricecast/exchange';
import { encodeTrade, messageHeaders, traceparent, tradeSchemaName } from '@pricecast/market';
import type { Message } from 'kafkajs';

const tradesPerSecond = 1_000;

/** Trades of 24 symbols as a collector writes them, a thousand a second up to `endMs`, in batches as they are sent. */
export function tradeBatches(
  count: number,
  batchSize: number,
  endMs: number,
): readonly (readonly Message[])[] {
  const batches: Message[][] = [];
  for (let index = 0; index < count; index += 1) {
    if (index % batchSize === 0) batches.push([]);
    batches.at(-1)?.push(tradeMessage(index, Math.round(endMs - ((count - index) * 1000) / tradesPerSecond)));
  }
  return batches;
}

function tradeMessage(index: number, tradeTime: number): Message {
  const symbol = symbolCatalogue[index % symbolCatalogue.length]?.symbol ?? '';
  const id = Math.floor(index / symbolCatalogue.length);
  // Prices and sizes that wander, without a generator of chance to explain.
  const price = (30_000 + 40 * Math.sin(id / 900) + (id % 13) / 10).toFixed(8);
  const quantity = (0.01 + ((id * 7919) % 1_000) / 5_000).toFixed(8);
  const value = encodeTrade({
    symbol,
    id,
    price,
    quantity,
    firstTradeId: id,
    lastTradeId: id,
    buyerIsMaker: id % 3 === 0,
    tradeTime,
  });
  const serial = index.toString(16).padStart(16, '0');
  const headers = messageHeaders({
    schema: tradeSchemaName,
    source: 'bench',
    ingestTime: tradeTime + 3,
    traceparent: traceparent(`4bf92f3577b34da6${serial}`, serial),
    backfill: false,
    originalTime: undefined,
  });
  return { key: symbol, value, headers, timestamp: String(tradeTime) };
}
