import { ForecastError } from './forecast-error.ts';

/**
 * Values on a regular step, oldest first. A missing value is NaN inside the room and `null` outside of it;
 * it is never zero and never removed, so that an index is always a time.
 */
export interface Series {
  readonly values: Float64Array;
  readonly stepSeconds: number;
  /** Seconds since the epoch of the first value; absent when the history carries no clock. */
  readonly startSeconds?: number;
}

/** Largest magnitude that is accepted: squares and sums of it stay finite. */
const largestValue = 1e100;

/**
 * Reads foreign values.
 * @throws ForecastError `HISTORY_EMPTY`, `HISTORY_ALL_MISSING`, `VALUE_INVALID`, `REQUEST_INVALID` (step)
 */
export function seriesFrom(
  values: readonly (number | null)[],
  stepSeconds: number,
  startSeconds?: number,
): Series {
  if (!(stepSeconds > 0) || !Number.isFinite(stepSeconds))
    throw new ForecastError('REQUEST_INVALID', `stepSeconds must be a positive number, not ${stepSeconds}`);
  if (values.length === 0)
    throw new ForecastError('HISTORY_EMPTY', 'there is no history; one known value is enough to begin');
  const kept = new Float64Array(values.length);
  let known = 0;
  for (let index = 0; index < values.length; index += 1) {
    kept[index] = sampleFrom(values[index], index);
    if (!Number.isNaN(kept[index])) known += 1;
  }
  if (known === 0) throw new ForecastError('HISTORY_ALL_MISSING', `all ${values.length} values are missing`);
  return { values: kept, stepSeconds, ...(startSeconds === undefined ? {} : { startSeconds }) };
}

/** One foreign value: a finite number, or NaN for `null`. */
export function sampleFrom(value: unknown, index?: number): number {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value !== 'number' || !(Math.abs(value) <= largestValue)) {
    const where = index === undefined ? 'the value' : `value ${index}`;
    throw new ForecastError(
      'VALUE_INVALID',
      `${where} must be a number up to ${largestValue} or null, not ${JSON.stringify(value) ?? String(value)}`,
    );
  }
  return value;
}
