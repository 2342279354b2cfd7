import { describe, expect, test } from 'vitest';
import type { MarketTrade } from './market-trade.ts';
import { symbolCatalogue } from './symbol-catalogue.ts';
import { type SyntheticOptions, syntheticMarket } from './synthetic-market.ts';

const options: SyntheticOptions = {
  symbols: symbolCatalogue,
  seed: 7,
  tradesPerSecond: 200,
  burstShare: 0.25,
};

function play(seconds: number, changes: Partial<SyntheticOptions> = {}): readonly MarketTrade[] {
  const trades: MarketTrade[] = [];
  for (const trade of syntheticMarket({ ...options, ...changes }).trades) {
    if (trade.atMs >= seconds * 1000) break;
    trades.push(trade);
  }
  return trades;
}

/** Trades per second of one symbol. */
function perSecond(trades: readonly MarketTrade[], seconds: number): readonly number[] {
  const counts = new Array<number>(seconds).fill(0);
  for (const { atMs } of trades) {
    const second = Math.floor(atMs / 1000);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}

function autocorrelation(values: readonly number[], lag: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const off = values.map((value) => value - mean);
  const variance = off.reduce((sum, value) => sum + value * value, 0);
  return off.slice(lag).reduce((sum, value, at) => sum + value * (off[at] ?? 0), 0) / variance;
}

describe('the synthetic market', () => {
  test('is the same for the same seed and another for another seed', () => {
    expect(play(5)).toEqual(play(5));
    expect(play(5, { seed: 8 })).not.toEqual(play(5));
  });

  test.each([0, 0.25])('keeps the mean rate when %d of the trades come in bursts', (burstShare) => {
    const rate = play(1_200, { burstShare }).length / 1_200;
    expect(rate).toBeGreaterThan(200 * 0.9);
    expect(rate).toBeLessThan(200 * 1.1);
  });

  test('never goes back in time', () => {
    const times = play(20).map((trade) => trade.atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('trades all 24 symbols, the first the most', () => {
    const counts = Map.groupBy(play(60, { burstShare: 0 }), (trade) => trade.symbol);
    expect(counts.size).toBe(24);
    const sizes = [...counts.values()].map((trades) => trades.length);
    expect(counts.get('BTCUSDT')?.length).toBe(Math.max(...sizes));
  });

  test('has seconds in which one symbol trades more than fifty times its mean', () => {
    const seconds = 1_200;
    const busiest = [...Map.groupBy(play(seconds), (trade) => trade.symbol).values()].map(
      (trades) => Math.max(...perSecond(trades, seconds)) / (trades.length / seconds),
    );
    expect(Math.max(...busiest)).toBeGreaterThan(50);
    expect(Math.max(...busiest)).toBeLessThan(700 * 1.2);
  });

  test('has calm and wild times: the size of a move tells something about the next', () => {
    const trades = play(1_800, { burstShare: 0 }).filter((trade) => trade.symbol === 'BTCUSDT');
    const closes = [...Map.groupBy(trades, (trade) => Math.floor(trade.atMs / 5_000)).values()].map((group) =>
      Number(group.at(-1)?.price),
    );
    const moves = closes.slice(1).map((close, at) => Math.abs(Math.log(close / (closes[at] ?? close))));
    expect(autocorrelation(moves, 1)).toBeGreaterThan(0.05);
  });

  test('prints prices on ticks and quantities in whole lots, both with eight places', () => {
    const rules = new Map(symbolCatalogue.map((listed) => [listed.symbol, listed]));
    for (const { symbol, price, quantity } of play(10)) {
      const { priceScale = 0, quantityScale = 0 } = rules.get(symbol) ?? {};
      expect(price).toMatch(/^\d+\.\d{8}$/);
      expect(quantity).toMatch(/^\d+\.\d{8}$/);
      expect(price.endsWith('0'.repeat(8 - priceScale))).toBe(true);
      expect(quantity.endsWith('0'.repeat(8 - quantityScale))).toBe(true);
      expect(Number(quantity)).toBeGreaterThan(0);
    }
  });

  test('says that it is invented', () => {
    expect(syntheticMarket(options).label).toMatch(/Synthetic market, seed 7: invented/);
  });
});
