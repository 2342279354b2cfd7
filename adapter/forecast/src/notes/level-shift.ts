import { medianInPlace } from '../linear/select.ts';

/** A lasting change of level: from `at` on everything stands elsewhere. */
export interface LevelShift {
  /** Index of the first value on the new level. */
  readonly at: number;
  /** What values before it are multiplied by to stand on the new level; 1 where values can be negative. */
  readonly factor: number;
  /** What is added to them instead where values can be negative; 0 elsewhere. */
  readonly offset: number;
}

/** Windows of a season that are compared with what stood there one season before. */
const windowsPerSeason = 4;
/** Windows in a row that must stand elsewhere: a burst is no shift. */
const leastWindows = 2;
/** Seasons before the shift that must show what is usual, so that a week has been seen. */
const seasonsBefore = 7;
/** Further seasons back that the new level must stand away from as well. */
const seasonsCompared = [2, 3];
/** How many times the largest usual change a shift is. */
const beyondUsual = 2;
/** Smallest change that matters: 30 % or, with negative values, that share of the mean size. */
const leastChange = Math.log(1.3);
/** Added before the logarithm, as a share of the mean, so that zero has one. */
const logOffset = 0.02;

/**
 * The newest lasting change of level that a season-on-season comparison shows: the median of log y(t) − log y(t − p)
 * over quarters of a season stands beyond twice anything seen before, in every quarter from then on until a season
 * has passed. Undefined where there is none. (A CUSUM in steps of a window; robust by medians as in Fried, Robust
 * filtering of time series with trends, Nonparametric Statistics 16, 2004.)
 */
export function levelShiftIn(values: Float64Array, period: number): LevelShift | undefined {
  const season = Math.round(period);
  const width = Math.floor(season / windowsPerSeason);
  if (width < 3 || values.length < (seasonsBefore + 1) * season + leastWindows * width) return undefined;
  const { scaled, unit } = onChangeScale(values);
  const changes = changesOf(scaled, season, width);
  const first = firstOfShift(changes);
  if (first === undefined) return undefined;
  const at = values.length - (changes.length - first) * width;
  const until = Math.min(values.length, at + season);
  const change = medianChange(scaled, season, at, until);
  const earlier = seasonsCompared.map((back) => medianChange(scaled, back * season, at, until));
  // Back from a dip or a peak: the level is what it was before.
  if (earlier.some((other) => Math.sign(change) * other < leastChange)) return undefined;
  return unit === undefined
    ? { at, factor: Math.exp(change), offset: 0 }
    : { at, factor: 1, offset: change * unit };
}

/** The values with everything before the shift moved to the new level. */
export function onNewLevel(values: Float64Array, { at, factor, offset }: LevelShift): Float64Array {
  return values.map((value, time) => (time < at ? value * factor + offset : value));
}

function onChangeScale(values: Float64Array): {
  readonly scaled: Float64Array;
  /** Unit of the scale; undefined for logarithms. */
  readonly unit: number | undefined;
} {
  let [size, count, lowest] = [0, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    size += Math.abs(value);
    count += 1;
    lowest = Math.min(lowest, value);
  }
  const mean = count > 0 && size > 0 ? size / count : 1;
  const unit = lowest < 0 ? mean : undefined;
  const scaled = values.map((value) =>
    unit === undefined ? Math.log(value + logOffset * mean) : value / unit,
  );
  return { scaled, unit };
}

/** Changes from one season to the next over windows counted back from the end, oldest first. */
function changesOf(scaled: Float64Array, season: number, width: number): number[] {
  const count = Math.floor((scaled.length - season) / width);
  return Array.from({ length: count }, (_, index) => {
    const from = scaled.length - (count - index) * width;
    return medianChange(scaled, season, from, from + width);
  });
}

/** 0 where too little is known to say. */
function medianChange(scaled: Float64Array, season: number, from: number, to: number): number {
  const found = new Float64Array(to - from);
  let known = 0;
  for (let time = from; time < to; time += 1) {
    const change = (scaled[time] as number) - (scaled[time - season] as number);
    if (!Number.isNaN(change)) found[known++] = change;
  }
  return 2 * known < to - from ? 0 : medianInPlace(found.subarray(0, known));
}

/** Index of the first window of the newest shift. */
function firstOfShift(changes: readonly number[]): number | undefined {
  const seen = seasonsBefore * windowsPerSeason;
  let usual = 0;
  let found: number | undefined;
  for (let index = 0; index < changes.length; index += 1) {
    const until = Math.min(changes.length, index + windowsPerSeason);
    const lasting = changes.slice(index, until);
    const least = Math.max(leastChange, beyondUsual * usual);
    const shifted =
      index >= seen &&
      lasting.length >= leastWindows &&
      (lasting.every((change) => change > least) || lasting.every((change) => change < -least));
    if (shifted) {
      found = index;
      index = until - 1;
    } else usual = Math.max(usual, Math.abs(changes[index] as number));
  }
  return found;
}
