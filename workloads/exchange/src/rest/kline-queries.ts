import { type Kline, klinesOf } from '../tape/klines.ts';
import type { Tape } from '../tape/tape.ts';
import { missing, optionalInteger, pageLimit, type Query, tradedSymbol } from './parameters.ts';
import { answer, type Reply, refusal } from './reply.ts';

/** Kline intervals that are served, in milliseconds. */
export const klineIntervals: Readonly<Record<string, number>> = {
  '1s': 1_000,
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
};

/** GET /klines: candles of the trades that are still kept. */
export function klines(query: Query, tape: Tape): Reply {
  const symbol = tradedSymbol(query, tape.symbols());
  if ('refusal' in symbol) return symbol.refusal;
  if (query.interval === undefined) return missing('interval');
  const intervalMs = klineIntervals[query.interval];
  if (intervalMs === undefined) return refusal(400, -1120, 'Invalid interval.');
  const startTime = optionalInteger(query, 'startTime');
  if ('refusal' in startTime) return startTime.refusal;
  const endTime = optionalInteger(query, 'endTime');
  if ('refusal' in endTime) return endTime.refusal;
  const limit = pageLimit(query);
  if ('refusal' in limit) return limit.refusal;
  const from = startTime.value ?? 0;
  const to = endTime.value ?? Infinity;
  const trades = tape.of(symbol.value)?.all() ?? [];
  const all = klinesOf(
    trades.map(({ trade }) => trade),
    intervalMs,
  );
  const within = all.filter((kline) => kline.openMs >= from && kline.openMs <= to);
  const page = startTime.value === undefined ? within.slice(-limit.value) : within.slice(0, limit.value);
  return answer(page.map(restKline));
}

function restKline(kline: Kline): readonly unknown[] {
  return [
    kline.openMs,
    kline.open,
    kline.high,
    kline.low,
    kline.close,
    kline.volume.toFixed(8),
    kline.closeMs,
    kline.quoteVolume.toFixed(8),
    kline.trades,
    kline.takerBuyVolume.toFixed(8),
    kline.takerBuyQuoteVolume.toFixed(8),
    '0',
  ];
}
