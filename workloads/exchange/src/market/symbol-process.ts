import type { MarketTrade } from './market-trade.ts';
import type { Random } from './random.ts';
import type { ListedSymbol } from './symbol-catalogue.ts';
import { unitsText } from './units.ts';

/** Length of one step of the simulation. */
export const stepMs = 100;

/** How one symbol behaves on average. */
export interface SymbolPace {
  /** Trades per second outside bursts. */
  readonly calmRate: number;
  /** Bursts per second. */
  readonly burstRate: number;
  /** A burst multiplies the calm rate by something between these two. */
  readonly burstLeast: number;
  readonly burstMost: number;
}

/** Where one symbol stands between two steps. */
export interface SymbolState {
  /** Logarithm of the activity around its mean; slow, so that volatility clusters. */
  readonly mood: number;
  /** Logarithm of price over start price. */
  readonly drift: number;
  readonly burst: { readonly factor: number; readonly endsAtMs: number };
}

/** Mean length of a burst. */
export const burstMeanMs = 800;
const moodSpread = 0.35;
const moodMemoryMs = 60_000;
const secondVolatility = 1.1e-4;
// Without a pull home a demo that runs for weeks wanders to absurd prices.
const homePullMs = 7 * 24 * 3_600_000;
const marketCorrelation = 0.6;
const burstShake = 3;
const medianTradeInQuote = 180;

export const calmState: SymbolState = { mood: 0, drift: 0, burst: { factor: 1, endsAtMs: 0 } };

/** One step of one symbol: the next state and the trades of `[fromMs, fromMs + stepMs)`, unordered. */
export function stepSymbol(
  listed: ListedSymbol,
  pace: SymbolPace,
  state: SymbolState,
  step: { readonly fromMs: number; readonly marketShock: number; readonly random: Random },
): { state: SymbolState; trades: MarketTrade[] } {
  const { random, fromMs } = step;
  const next = advance(pace, state, step);
  const activity = activityOf(next);
  const count = random.poisson((pace.calmRate * activity * next.burst.factor * stepMs) / 1000);
  const trades = Array.from({ length: count }, () => {
    const share = random.uniform();
    const drift = state.drift + (next.drift - state.drift) * share;
    return makeTrade(listed, drift, fromMs + Math.floor(share * stepMs), random);
  });
  return { state: next, trades };
}

function advance(
  pace: SymbolPace,
  state: SymbolState,
  step: { readonly fromMs: number; readonly marketShock: number; readonly random: Random },
): SymbolState {
  const { random, fromMs, marketShock } = step;
  const keep = Math.exp(-stepMs / moodMemoryMs);
  const mood = state.mood * keep + moodSpread * Math.sqrt(1 - keep * keep) * random.normal();
  const burst = state.burst.endsAtMs > fromMs ? state.burst : drawBurst(pace, fromMs, random);
  const shake = burst.factor > 1 ? burstShake : 1;
  const shock = marketCorrelation * marketShock + Math.sqrt(1 - marketCorrelation ** 2) * random.normal();
  const move = secondVolatility * Math.sqrt(stepMs / 1000) * activityOf({ mood }) * shake * shock;
  return { mood, burst, drift: state.drift * (1 - stepMs / homePullMs) + move };
}

/** Log-normal with mean 1. */
function activityOf(state: { readonly mood: number }): number {
  return Math.exp(state.mood - (moodSpread * moodSpread) / 2);
}

function drawBurst(pace: SymbolPace, fromMs: number, random: Random): SymbolState['burst'] {
  if (random.uniform() >= (pace.burstRate * stepMs) / 1000) return { factor: 1, endsAtMs: fromMs };
  const factor = pace.burstLeast * (pace.burstMost / pace.burstLeast) ** random.uniform();
  return { factor, endsAtMs: fromMs + Math.max(stepMs, random.exponential(burstMeanMs)) };
}

function makeTrade(listed: ListedSymbol, drift: number, atMs: number, random: Random): MarketTrade {
  const buyerIsMaker = random.uniform() < 0.5;
  const middle = listed.startTicks * Math.exp(drift);
  const ticks = Math.max(1, buyerIsMaker ? Math.floor(middle) : Math.floor(middle) + 1);
  const inQuote = medianTradeInQuote * Math.exp(1.4 * random.normal());
  const lots = Math.round((inQuote / ticks) * 10 ** (listed.priceScale + listed.quantityScale));
  return {
    symbol: listed.symbol,
    atMs,
    price: unitsText(ticks, listed.priceScale),
    quantity: unitsText(Math.max(1, lots), listed.quantityScale),
    buyerIsMaker,
    fills: 1 + random.poisson(0.4),
  };
}
