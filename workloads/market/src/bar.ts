import { z } from 'zod';
import { messageCodec } from './message-codec.ts';
import { count, decimal, symbol } from './message-fields.ts';

/** Name and version that travel in the `schema` header of a bar. */
export const barSchemaName = 'bar/1';

/** Lengths of the bars that are published, in seconds. */
export const barIntervalsSeconds = [1, 60] as const;

/**
 * Value of a message in `.bars.v1`, version 1: what happened to a symbol in one interval of event time.
 * An interval without trades has no bar. Where `firstId` is the id behind the `lastId` of the bar before, nothing
 * was traded in between; where it is not, trades are missing.
 */
export const barSchema = z.object({
  symbol: symbol(),
  intervalSeconds: z.int().min(1).max(86_400).describe('Length of the bar: 1 or 60.'),
  start: count().describe(
    'First millisecond of the bar since 1970-01-01T00:00:00Z; a multiple of its length.',
  ),
  open: decimal().describe('Price of the first trade, as the exchange wrote it.'),
  high: decimal().describe('Highest price.'),
  low: decimal().describe('Lowest price.'),
  close: decimal().describe('Price of the last trade.'),
  volume: decimal().describe('Base asset traded: the exact sum.'),
  quoteVolume: decimal().describe('Quote asset traded: the exact sum of price times quantity.'),
  takerBuyVolume: decimal().describe('Part of volume in which the taker bought.'),
  trades: z.int().min(1).describe('Aggregate trades in the bar.'),
  firstId: count().describe('Smallest aggregate trade id in the bar.'),
  lastId: count().describe('Largest aggregate trade id in the bar.'),
});

/** What happened to a symbol in one interval of event time. */
export type Bar = Readonly<z.infer<typeof barSchema>>;

const codec = messageCodec('Bar', 'BAR_INVALID', barSchema);

/** The JSON text of a bar. */
export const encodeBar: (bar: Bar) => string = codec.encode;

/** Reads the value of a bar; throws MarketError BAR_INVALID naming the member and the rule. */
export const decodeBar: (text: string) => Bar = codec.decode;

/** First millisecond behind the bar: its CreateTime. */
export function barEnd({ start, intervalSeconds }: Pick<Bar, 'start' | 'intervalSeconds'>): number {
  return start + intervalSeconds * 1_000;
}
