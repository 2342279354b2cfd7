import { type Features, volatilitySpansSeconds, type WindowFeatures } from '../features.ts';
import type { MinuteSeries } from './minute-history.ts';

/** Standard deviations below these are taken for these: a market that stands still is no reason for alarm. */
export const sigmaFloor = {
  /** Of returns, and of prices relative to the price: a tenth of a basis point. */
  relative: 1e-5,
  /** Of the logarithm of volumes. */
  logVolume: 0.1,
} as const;

/** Fewest points that a standard deviation is taken from. */
const fewestPoints = 3;
/** What is added to volumes before their logarithm, as a share of their mean: an empty minute has one then. */
const emptyShare = 0.01;

const zScoreBound = 3;
const volumeSpikeBound = 2;

/** Statistics of the window of `seconds` that ends with the newest minute of the series. */
export function windowFeatures(series: MinuteSeries, seconds: number): WindowFeatures {
  const minutes = windowMinutes(seconds);
  const close = series.close.slice(-2 * minutes - 1);
  const volume = series.volume.slice(-2 * minutes);
  // One close more than returns that are looked at.
  const returns = logReturns(close.slice(-minutes - 2)).slice(1);
  return {
    seconds,
    warm: known(close).length === 2 * minutes + 1,
    movingAverage: orNull(mean(known(series.timeWeightedPrice.slice(-minutes)))),
    volatility: rootMeanSquare(returns.slice(-minutes)),
    volumeChange: orNull(sum(volume.slice(-minutes)) / sum(volume.slice(0, -minutes)) - 1),
    priceZScore: zScore(close, minutes, (close.at(-2) ?? 0) * sigmaFloor.relative),
    returnZScore: zScore(returns, minutes, sigmaFloor.relative),
    volumeZScore: zScore(logVolumes(volume.slice(-minutes - 1)), minutes, sigmaFloor.logVolume),
  };
}

/** Root of the mean squared return of a minute over each span that log-HAR models use. */
export function spanVolatility(series: MinuteSeries): Features['volatility'] {
  const returns = logReturns(series.close);
  return volatilitySpansSeconds.map((seconds) => ({
    seconds,
    value: rootMeanSquare(returns.slice(-windowMinutes(seconds))),
  }));
}

/** The textbook rules under their names, on the longest window. */
export function textbookRules(
  series: MinuteSeries,
  windows: readonly WindowFeatures[],
): Pick<Features['anomaly'], 'zScore' | 'volumeSpike'> {
  const longest = windows.at(-1);
  const minutes = windowMinutes(longest?.seconds ?? 0);
  const usual = mean(known(series.volume.slice(-minutes - 1, -1)));
  const rise = (series.volume.at(-1) ?? Number.NaN) / usual - 1;
  return {
    zScore: Math.abs(longest?.returnZScore ?? 0) > zScoreBound,
    volumeSpike: Number.isFinite(rise) && rise > volumeSpikeBound,
  };
}

/** Logarithm of each close over the one before; NaN where either is missing. The first is missing always. */
function logReturns(close: Float64Array): Float64Array {
  const returns = new Float64Array(close.length).fill(Number.NaN);
  for (let at = 1; at < close.length; at += 1) {
    returns[at] = Math.log((close[at] as number) / (close[at - 1] as number));
  }
  return returns;
}

/** Whole minutes of a window, at least one. */
export function windowMinutes(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60));
}

/**
 * Standard deviations between the newest value and the mean of the `size` values before it. The newest is left out
 * of mean and deviation: inside, it could never lie further out than (n − 1)/√n of them (Shiffler, The American
 * Statistician 42 (1988)).
 */
function zScore(values: Float64Array, size: number, floor: number): number | null {
  const newest = values.at(-1) ?? Number.NaN;
  const before = known(values.slice(-size - 1, -1));
  if (before.length < fewestPoints) return null;
  const centre = mean(before);
  const squares = before.map((value) => (value - centre) ** 2);
  const sigma = Math.sqrt(sum(squares) / (before.length - 1));
  return orNull((newest - centre) / Math.max(sigma, floor));
}

/** Logarithms of the volumes of a window and the minute behind it, measured by the window. */
function logVolumes(volume: Float64Array): Float64Array {
  const usual = mean(known(volume.slice(0, -1)));
  return volume.map((value) => Math.log(value + emptyShare * usual));
}

/** Null of nothing; what is missing does not count. */
function rootMeanSquare(values: Float64Array): number | null {
  let squares = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    squares += value * value;
    count += 1;
  }
  return count === 0 ? null : Math.sqrt(squares / count);
}

function known(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** NaN of nothing. */
function mean(values: Float64Array): number {
  return sum(values) / values.length;
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
