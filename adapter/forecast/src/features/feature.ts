import { ForecastError } from '../forecast-error.ts';
import type { OffsetAt } from '../season/local-clock.ts';

/** When a value is of: index and clock. */
export interface Moment {
  /** Index in the series, from 0. */
  readonly time: number;
  /** Seconds since the epoch in local time; since the first value where the series carries no clock. */
  readonly localSeconds: number;
}

/** Something known about a moment before its value is: it reads only what lies before `time`, NaN where it cannot. */
export type Feature = (values: Float64Array, moment: Moment) => number;

/** Features of the seeds, in their order; any `lag_N`, `rolling_mean_N` and `rolling_std_N` may stand beside them. */
export const seedFeatures: readonly string[] = [
  'time_index',
  'hour_of_day',
  'minute_of_hour',
  'rolling_mean_5',
  'rolling_std_5',
  'lag_1',
  'lag_2',
];

const byName: Readonly<Record<string, Feature>> = {
  time_index: (_, { time }) => time,
  hour_of_day: (_, { localSeconds }) => Math.floor(positiveModulo(localSeconds, 86_400) / 3600),
  minute_of_hour: (_, { localSeconds }) => Math.floor(positiveModulo(localSeconds, 3600) / 60),
  day_of_week: (_, { localSeconds }) => positiveModulo(Math.floor(localSeconds / 86_400) + 4, 7),
};

const byCount: Readonly<Record<string, (count: number) => Feature>> = {
  lag:
    (count) =>
    (values, { time }) =>
      values[time - count] ?? Number.NaN,
  rolling_mean:
    (count) =>
    (values, { time }) =>
      momentsBefore(values, time, count).mean,
  rolling_std:
    (count) =>
    (values, { time }) =>
      momentsBefore(values, time, count).deviation,
};

/**
 * The feature of that name.
 * @throws ForecastError `REQUEST_INVALID` for a name that is none
 */
export function featureNamed(name: string): Feature {
  const [, kind = '', digits = ''] = /^(lag|rolling_mean|rolling_std)_(\d{1,5})$/.exec(name) ?? [];
  const feature = Object.hasOwn(byName, name) ? byName[name] : byCount[kind]?.(Number(digits));
  if (feature !== undefined && (kind === '' || Number(digits) >= (kind === 'rolling_std' ? 2 : 1)))
    return feature;
  const known = [...Object.keys(byName), 'lag_N', 'rolling_mean_N', 'rolling_std_N'].join(', ');
  throw new ForecastError('REQUEST_INVALID', `there is no feature ${name}; there are ${known}`);
}

/** Local seconds of an index: since the epoch, or since the first value where there is no clock. */
export function localSecondsAt(
  time: number,
  clock: { readonly stepSeconds: number; readonly startSeconds?: number; readonly offsetAt: OffsetAt },
): number {
  const { stepSeconds, startSeconds, offsetAt } = clock;
  if (startSeconds === undefined) return time * stepSeconds;
  const instant = startSeconds + time * stepSeconds;
  return instant + offsetAt(instant);
}

/** Mean and sample standard deviation of the `count` values before `time`; NaN unless all are known. */
function momentsBefore(
  values: Float64Array,
  time: number,
  count: number,
): { readonly mean: number; readonly deviation: number } {
  if (time < count) return { mean: Number.NaN, deviation: Number.NaN };
  let mean = 0;
  for (let back = 1; back <= count; back += 1) mean += values[time - back] as number;
  mean /= count;
  let squares = 0;
  for (let back = 1; back <= count; back += 1) squares += ((values[time - back] as number) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / (count - 1)) };
}

function positiveModulo(value: number, period: number): number {
  return ((value % period) + period) % period;
}
