import { type Bar, barSchemaName, encodeBar, headerNames } from '@pricecast/market';
import type { ConsumedRecord, RawMessage } from '@pricecast/stream';

/** 2026-01-01T00:00:00Z. */
export const newYear = Date.UTC(2026, 0, 1);

/** Chance that is the same in every run: from 0 up to 1 (Park and Miller, CACM 31 (1988)). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Bars of consecutive minutes whose liveliness comes in waves of a few hours. */
export function bars(count: number, { symbol = 'BTCUSDT', from = newYear, seed = 7 } = {}): readonly Bar[] {
  const random = chance(seed);
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  let price = 20_000;
  let mood = 0;
  return Array.from({ length: count }, (_, at) => {
    mood = 0.99 * mood + 0.14 * normal();
    const open = price;
    price *= Math.exp(0.0005 * Math.exp(mood) * normal());
    const high = Math.max(open, price) * (1 + 0.0002 * random());
    const low = Math.min(open, price) * (1 - 0.0002 * random());
    const volume = Math.exp(mood + 0.8 * normal());
    const trades = 1 + Math.floor(20 * volume);
    return {
      symbol,
      intervalSeconds: 60,
      start: from + at * 60_000,
      open: open.toFixed(2),
      high: high.toFixed(2),
      low: low.toFixed(2),
      close: price.toFixed(2),
      volume: volume.toFixed(5),
      quoteVolume: (volume * price).toFixed(7),
      takerBuyVolume: (volume / 2).toFixed(5),
      trades,
      firstId: at * 1_000,
      lastId: at * 1_000 + 999,
    };
  });
}

/** The record of a bar in partition 0; `changes` for what is not as it should be. */
export function recordOf(bar: Bar, changes: Partial<ConsumedRecord> = {}): ConsumedRecord {
  return {
    topic: 'markets.btc.bars.v1',
    partition: 0,
    offset: BigInt(bar.start),
    key: Buffer.from(bar.symbol),
    value: Buffer.from(encodeBar(bar)),
    headers: {
      [headerNames.source]: Buffer.from('binance'),
      [headerNames.schema]: Buffer.from(barSchemaName),
    },
    timestamp: bar.start + 60_000,
    ...changes,
  };
}

/** The message that a processor would send. */
export function messageOf(topic: string, bar: Bar, changes: Partial<RawMessage> = {}): RawMessage {
  const headers = { [headerNames.source]: 'binance', [headerNames.schema]: barSchemaName };
  return {
    topic,
    key: bar.symbol,
    value: encodeBar(bar),
    headers,
    timestamp: bar.start + 60_000,
    ...changes,
  };
}
