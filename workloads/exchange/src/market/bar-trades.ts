import type { Random } from './random.ts';

/** One bar in whole units of 10^-8. */
export interface Bar {
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** One trade inside a bar, in the same units. */
export interface BarTrade {
  readonly timeMs: number;
  readonly price: number;
  readonly quantity: number;
}

/** What the trades of a bar look like beyond what the bar itself says. */
export interface BarShape {
  readonly lengthMs: number;
  /** Trades wished for; see {@link tradesOfBar} for when it is fewer or more. */
  readonly wanted: number;
  /** Smallest step of a price, in units of 10^-8. */
  readonly tick: number;
}

/**
 * Invents `wanted` trades whose open, high, low, close and volume are exactly those of the bar.
 * A bar without volume has no trades; a bar has at least as many trades as it has turning points
 * and at most one per unit of volume.
 */
export function tradesOfBar(bar: Bar, shape: BarShape, random: Random): readonly BarTrade[] {
  if (bar.volume === 0) return [];
  const turns = turningPoints(bar);
  const count = Math.max(turns.length, Math.min(shape.wanted, bar.volume));
  const prices = pricePath(bar, { turns, count, tick: shape.tick }, random);
  const quantities = splitWhole(bar.volume, count, random);
  const times = Array.from({ length: count }, () => Math.floor(random.uniform() * shape.lengthMs));
  times.sort((a, b) => a - b);
  return times.map((offset, index) => ({
    timeMs: bar.openMs + offset,
    price: prices[index] ?? bar.close,
    quantity: quantities[index] ?? 0,
  }));
}

/** A rising bar is taken to visit its low first, a falling one its high; equal neighbours are one point. */
function turningPoints(bar: Bar): readonly number[] {
  const extremes = bar.close >= bar.open ? [bar.low, bar.high] : [bar.high, bar.low];
  return [bar.open, ...extremes, bar.close].filter((price, index, path) => price !== path[index - 1]);
}

interface Path {
  readonly turns: readonly number[];
  readonly count: number;
  readonly tick: number;
}

/** The turning points, evenly placed, and prices on ticks between them, never outside low and high. */
function pricePath(bar: Bar, path: Path, random: Random): readonly number[] {
  const legs = Math.max(1, path.turns.length - 1);
  const places = path.turns.map((_, leg) => Math.round((leg * (path.count - 1)) / legs));
  const jitter = (bar.high - bar.low) * 0.1;
  return Array.from({ length: path.count }, (_, index) => {
    const turn = places.indexOf(index);
    if (turn !== -1) return path.turns[turn] ?? bar.close;
    const near = straightBetween(path.turns, places, index) + jitter * random.normal();
    const onTick = bar.low + Math.round((near - bar.low) / path.tick) * path.tick;
    return Math.min(bar.high, Math.max(bar.low, onTick));
  });
}

/** The price at `index` on the straight line between the turning points around it. */
function straightBetween(turns: readonly number[], places: readonly number[], index: number): number {
  const leg = places.findIndex((place) => place > index);
  const [from, to, start, end] = [turns[leg - 1], turns[leg], places[leg - 1], places[leg]];
  if (from === undefined || to === undefined || start === undefined || end === undefined) {
    return turns[0] ?? 0;
  }
  return from + ((to - from) * (index - start)) / (end - start);
}

/** Splits a whole number into `count` positive whole parts; needs `total` ≥ `count`. */
function splitWhole(total: number, count: number, random: Random): readonly number[] {
  const weights = Array.from({ length: count }, () => random.exponential(1));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const free = total - count;
  const parts = weights.map((weight) => 1 + Math.floor((free * weight) / sum));
  const rest = total - parts.reduce((all, part) => all + part, 0);
  return parts.map((part, index) => (index === 0 ? part + rest : part));
}
