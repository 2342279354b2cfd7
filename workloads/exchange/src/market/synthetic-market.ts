import type { Market, MarketTrade } from './market-trade.ts';
import { type Random, seededRandom } from './random.ts';
import type { ListedSymbol } from './symbol-catalogue.ts';
import { burstMeanMs, calmState, type SymbolPace, stepMs, stepSymbol } from './symbol-process.ts';

/** What a synthetic market is made from. */
export interface SyntheticOptions {
  readonly symbols: readonly ListedSymbol[];
  readonly seed: number;
  /** Mean over all symbols together, bursts included. */
  readonly tradesPerSecond: number;
  /** Part of all trades that comes in bursts, 0 to below 1. */
  readonly burstShare: number;
}

// In a real XRP/ETH recording the busiest minute was 65 times the mean and the busiest second 700 times.
const burstLeast = 50;
const burstMost = 700;
// One symbol's burst may reach this many times the rate of the whole market, no more.
const burstCeiling = 10;

/** An endless market of seeded chance with clustered volatility and short bursts of single symbols. */
export function syntheticMarket(options: SyntheticOptions): Market {
  return {
    kind: 'Synthetic',
    label: `Synthetic market, seed ${options.seed}: invented prices, not a record of any exchange`,
    symbols: options.symbols,
    trades: { [Symbol.iterator]: () => simulate(options) },
  };
}

function* simulate(options: SyntheticOptions): Generator<MarketTrade> {
  const random = seededRandom(options.seed);
  const paces = pacesOf(options);
  const states = options.symbols.map(() => calmState);
  for (let fromMs = 0; ; fromMs += stepMs) {
    yield* stepMarket(options.symbols, paces, states, { fromMs, random });
  }
}

/** Moves every symbol by one step, `states` in place, and returns the trades of the step in time order. */
function stepMarket(
  symbols: readonly ListedSymbol[],
  paces: readonly SymbolPace[],
  states: (typeof calmState)[],
  at: { readonly fromMs: number; readonly random: Random },
): MarketTrade[] {
  const marketShock = at.random.normal();
  const trades = symbols.flatMap((listed, index) => {
    const stepped = stepSymbol(listed, paces[index] ?? silent, states[index] ?? calmState, {
      ...at,
      marketShock,
    });
    states[index] = stepped.state;
    return stepped.trades;
  });
  return trades.sort((a, b) => a.atMs - b.atMs);
}

const silent: SymbolPace = { calmRate: 0, burstRate: 0, burstLeast: 1, burstMost: 1 };

/**
 * Splits the mean rate over the symbols by rank^-0.9 and, within a symbol, into calm and bursts:
 * calm rate × burst rate × mean factor × mean length = burst share × rate of the symbol.
 */
function pacesOf(options: SyntheticOptions): readonly SymbolPace[] {
  const weights = options.symbols.map((_, rank) => (rank + 1) ** -0.9);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => paceOf((options.tradesPerSecond * weight) / total, options));
}

function paceOf(rate: number, options: SyntheticOptions): SymbolPace {
  const calmRate = rate * (1 - options.burstShare);
  const most = Math.max(2, Math.min(burstMost, (burstCeiling * options.tradesPerSecond) / calmRate));
  const least = Math.min(burstLeast, most / 2);
  // Mean of a factor whose logarithm is evenly spread, less the calm trades that flow anyway.
  const extra = (most - least) / Math.log(most / least) - 1;
  // A burst ends with a step, half a step later on average than it was drawn.
  const meanLengthMs = burstMeanMs + stepMs / 2;
  const burstRate = (rate - calmRate) / ((calmRate * extra * meanLengthMs) / 1000);
  return { calmRate, burstRate, burstLeast: least, burstMost: most };
}
