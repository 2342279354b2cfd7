import type { JournalTrade } from '../collector/comparison.ts';
import { plus, type Sum, sumOf, times } from './exact-sum.ts';

/** A bar, from the journal or from the topic; sums are exact and compared by value. */
export interface ProofBar {
  readonly symbol: string;
  readonly intervalSeconds: number;
  readonly start: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: Sum;
  readonly quoteVolume: Sum;
  readonly takerBuyVolume: Sum;
  readonly trades: number;
  readonly firstId: number;
  readonly lastId: number;
}

/** What is wrong with a topic of bars; every figure is a number of bars. */
export interface BarComparison {
  /** Bars that follow from the journal. */
  readonly expected: number;
  readonly missing: number;
  /** Messages beyond the first of their bar. */
  readonly doubles: number;
  /** Bars of which any member differs. */
  readonly different: number;
  /** Messages for which the journal has no trades. */
  readonly invented: number;
}

/**
 * The bars that must have been published when all trades have been handled: those that end so long before the last
 * trade of their symbol. Computed from the journal alone, the slow and obvious way.
 */
export function barsOf(
  journal: readonly JournalTrade[],
  intervalSeconds: number,
  latenessSeconds: number,
): ReadonlyMap<string, ProofBar> {
  const bars = new Map<string, ProofBar>();
  for (const [symbol, trades] of Map.groupBy(journal, (trade) => trade.symbol)) {
    const complete = Math.max(...trades.map(({ timeMs }) => timeMs)) - latenessSeconds * 1000;
    const startOf = ({ timeMs }: JournalTrade) => timeMs - (timeMs % (intervalSeconds * 1000));
    for (const [start, within] of Map.groupBy(trades, startOf)) {
      if (start + intervalSeconds * 1000 > complete) continue;
      const bar = barOf(symbol, intervalSeconds, start, within);
      bars.set(nameOf(bar), bar);
    }
  }
  return bars;
}

function barOf(
  symbol: string,
  intervalSeconds: number,
  start: number,
  within: readonly JournalTrade[],
): ProofBar {
  const trades = within.toSorted((a, b) => a.id - b.id);
  const prices = trades.map(({ price }) => price).toSorted((a, b) => Number(a) - Number(b));
  const quantities = trades.map(({ quantity }) => sumOf(quantity));
  const taken = trades.filter(({ buyerIsMaker }) => !buyerIsMaker);
  return {
    symbol,
    intervalSeconds,
    start,
    open: trades[0]?.price ?? '',
    high: prices.at(-1) ?? '',
    low: prices[0] ?? '',
    close: trades.at(-1)?.price ?? '',
    volume: plus(quantities),
    quoteVolume: plus(trades.map(({ price, quantity }) => times(sumOf(price), sumOf(quantity)))),
    takerBuyVolume: plus(taken.map(({ quantity }) => sumOf(quantity))),
    trades: trades.length,
    firstId: trades[0]?.id ?? -1,
    lastId: trades.at(-1)?.id ?? -1,
  };
}

/** Reads the value of a message of the bars topic. */
export function readBar(value: string): ProofBar {
  const bar = JSON.parse(value) as Omit<ProofBar, 'volume' | 'quoteVolume' | 'takerBuyVolume'> &
    Record<'volume' | 'quoteVolume' | 'takerBuyVolume', string>;
  return {
    ...bar,
    volume: sumOf(bar.volume),
    quoteVolume: sumOf(bar.quoteVolume),
    takerBuyVolume: sumOf(bar.takerBuyVolume),
  };
}

/** Holds bars of one length against those that follow from the journal. */
export function compareBars(
  expected: ReadonlyMap<string, ProofBar>,
  published: readonly ProofBar[],
): BarComparison {
  const seen = new Map<string, ProofBar>();
  for (const bar of published) if (!seen.has(nameOf(bar))) seen.set(nameOf(bar), bar);
  const found = [...seen].filter(([name]) => expected.has(name));
  return {
    expected: expected.size,
    missing: expected.size - found.length,
    doubles: published.length - seen.size,
    different: found.filter(([name, bar]) => describe(bar) !== describe(expected.get(name))).length,
    invented: seen.size - found.length,
  };
}

function nameOf({ symbol, intervalSeconds, start }: ProofBar): string {
  return `${symbol} ${intervalSeconds} ${start}`;
}

function describe(bar: ProofBar | undefined): string {
  if (bar === undefined) return '';
  const { open, high, low, close, volume, quoteVolume, takerBuyVolume, trades, firstId, lastId } = bar;
  return [open, high, low, close, volume, quoteVolume, takerBuyVolume, trades, firstId, lastId].join(' ');
}
