import type { MarketTrade } from './market-trade.ts';

/** The first `count` trades of a market. */
export function* limited(trades: Iterable<MarketTrade>, count: number): Generator<MarketTrade> {
  let left = count;
  if (left <= 0) return;
  for (const trade of trades) {
    yield trade;
    left -= 1;
    if (left <= 0) return;
  }
}

/** Plays a finite recording again and again; each round begins `pauseMs` after the last trade of the one before. */
export function* repeated(recording: readonly MarketTrade[], pauseMs: number): Generator<MarketTrade> {
  const last = recording.at(-1);
  if (last === undefined) return;
  for (let shiftMs = 0; ; shiftMs += last.atMs + pauseMs) {
    for (const trade of recording) yield { ...trade, atMs: trade.atMs + shiftMs };
  }
}

/** The same trades `factor` times as fast. */
export function* sped(trades: Iterable<MarketTrade>, factor: number): Generator<MarketTrade> {
  for (const trade of trades) yield { ...trade, atMs: Math.floor(trade.atMs / factor) };
}
