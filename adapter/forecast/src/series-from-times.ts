import { ForecastError } from './forecast-error.ts';
import { type Series, sampleFrom, seriesFrom } from './series.ts';

/** Steps that a history may span: a longer one is a mistake in the step or in the times. */
const mostSteps = 1_000_000;

/**
 * Puts values that carry their own times, oldest first, on a regular step that begins at the first of them. Each goes
 * to the nearest step, where the newest wins; a step without a value is missing.
 * @param times seconds since the epoch
 * @throws ForecastError `TIMES_UNORDERED`, `TIMES_DUPLICATE`, `HISTORY_EMPTY`, `HISTORY_ALL_MISSING`,
 * `VALUE_INVALID`, `REQUEST_INVALID` (step, lengths)
 */
export function seriesFromTimes(
  times: readonly number[],
  values: readonly (number | null)[],
  stepSeconds: number,
): Series {
  if (times.length !== values.length)
    throw new ForecastError('REQUEST_INVALID', `${times.length} times do not fit ${values.length} values`);
  // An empty history and a step that is none are refused there as for any series.
  if (times.length === 0 || !(stepSeconds > 0)) return seriesFrom(values, stepSeconds);
  checkOrder(times);
  const first = times[0] ?? 0;
  const steps = Math.round(((times.at(-1) ?? first) - first) / stepSeconds) + 1;
  if (steps > mostSteps)
    throw new ForecastError(
      'REQUEST_INVALID',
      `the times span ${steps} steps of ${stepSeconds} s; at most ${mostSteps} are read`,
    );
  const regular: (number | null)[] = Array.from({ length: steps }, () => null);
  times.forEach((time, index) => {
    const value = sampleFrom(values[index], index);
    if (!Number.isNaN(value)) regular[Math.round((time - first) / stepSeconds)] = value;
  });
  return seriesFrom(regular, stepSeconds, first);
}

function checkOrder(times: readonly number[]): void {
  times.forEach((time, index) => {
    if (!Number.isFinite(time))
      throw new ForecastError('REQUEST_INVALID', `time ${index} must be a number of seconds, not ${time}`);
    const before = times[index - 1] ?? Number.NEGATIVE_INFINITY;
    if (time === before)
      throw new ForecastError('TIMES_DUPLICATE', `times ${index - 1} and ${index} are both ${stamp(time)}`);
    if (time < before)
      throw new ForecastError(
        'TIMES_UNORDERED',
        `time ${index} (${stamp(time)}) lies before time ${index - 1} (${stamp(before)}); give the oldest first`,
      );
  });
}

function stamp(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}
