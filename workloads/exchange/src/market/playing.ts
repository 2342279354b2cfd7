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

/** Plays a recording with an end again and again; each round begins `pauseMs` after the last trade of the one before. */
export function* repeated(recording: Iterable<MarketTrade>, pauseMs: number): Generator<MarketTrade> {
  let shiftMs = 0;
  for (;;) {
    let lastMs: number | undefined;
    for (const trade of recording) {
      lastMs = trade.atMs + shiftMs;
      yield { ...trade, atMs: lastMs };
    }
    if (lastMs === undefined) return;
    shiftMs = lastMs + pauseMs;
  }
}

/** The same trades `factor` times as fast. */
export function* sped(trades: Iterable<MarketTrade>, factor: number): Generator<MarketTrade> {
  for (const trade of trades) yield { ...trade, atMs: Math.floor(trade.atMs / factor) };
}
