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
  const returns = logReturns(series.close);
  const window = series.timeWeightedPrice.slice(-minutes);
  return {
    seconds,
    warm: known(series.close.slice(-2 * minutes - 1)).length === 2 * minutes + 1,
    movingAverage: orNull(mean(known(window))),
    volatility: orNull(Math.sqrt(mean(known(returns.slice(-minutes)).map((value) => value * value)))),
    volumeChange: orNull(
      sum(series.volume.slice(-minutes)) / sum(series.volume.slice(-2 * minutes, -minutes)) - 1,
    ),
    priceZScore: zScore(series.close, minutes, (series.close.at(-2) ?? 0) * sigmaFloor.relative),
    returnZScore: zScore(returns, minutes, sigmaFloor.relative),
    volumeZScore: zScore(logVolumes(series.volume, minutes), minutes, sigmaFloor.logVolume),
  };
}

/** Root of the mean squared return of a minute over each span that log-HAR models use. */
export function spanVolatility(series: MinuteSeries): Features['volatility'] {
  const returns = logReturns(series.close);
  return volatilitySpansSeconds.map((seconds) => {
    const span = known(returns.slice(-windowMinutes(seconds)));
    return { seconds, value: orNull(Math.sqrt(mean(span.map((value) => value * value)))) };
  });
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
export function logReturns(close: Float64Array): Float64Array {
  return close.map((value, at) => Math.log(value / (close[at - 1] ?? Number.NaN)));
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

function logVolumes(volume: Float64Array, size: number): Float64Array {
  const usual = mean(known(volume.slice(-size - 1, -1)));
  return volume.map((value) => Math.log(value + emptyShare * usual));
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
