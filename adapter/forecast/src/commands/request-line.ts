import type { ForecastRequest } from '../forecast.ts';
import { ForecastError } from '../forecast-error.ts';
import type { Regressor } from '../regressors/regressor.ts';
import { type Series, seriesFrom } from '../series.ts';
import { seriesFromTimes } from '../series-from-times.ts';

/** One line of `forecast`: whose series, and what is asked. */
export interface RequestLine {
  readonly id: string | undefined;
  readonly series: Series;
  readonly request: ForecastRequest;
}

/** @throws ForecastError `LINE_INVALID`, `HISTORY_EMPTY`, `VALUE_INVALID`, … */
export function readRequest(found: Record<string, unknown>): RequestLine {
  const { id, values, stepSeconds, startsAt, times } = found;
  if (!Array.isArray(values))
    throw new ForecastError('LINE_INVALID', 'values must be an array of numbers and nulls');
  return {
    id: id === undefined ? undefined : String(id),
    series:
      times === undefined
        ? seriesFrom(values, Number(stepSeconds), epochSeconds(startsAt))
        : seriesFromTimes(readTimes(times), values, Number(stepSeconds)),
    request: { ...readQuestion(found), ...readRegressors(found) },
  };
}

/** Times of the values: seconds since the epoch or ISO-8601. */
function readTimes(times: unknown): number[] {
  if (!Array.isArray(times)) throw new ForecastError('REQUEST_INVALID', 'times must be an array');
  return times.map((time) => (typeof time === 'number' ? time : (epochSeconds(time) ?? Number.NaN)));
}

/** The members of a line that say what is asked. */
export function readQuestion(found: Record<string, unknown>): ForecastRequest {
  const numbers = (name: string) => {
    const value = found[name];
    if (value === undefined || value === null) return {};
    if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'number'))
      throw new ForecastError('REQUEST_INVALID', `${name} must be an array of numbers`);
    return { [name]: value };
  };
  return {
    horizon: Number(found.horizon),
    ...numbers('levels'),
    ...numbers('windows'),
    ...numbers('probabilities'),
    ...numbers('seasons'),
    ...(typeof found.timeZone === 'string' ? { timeZone: found.timeZone } : {}),
  };
}

/** The series beside the load. @throws ForecastError `REGRESSOR_INVALID` */
export function readRegressors({ regressors }: Record<string, unknown>): Pick<ForecastRequest, 'regressors'> {
  if (regressors === undefined || regressors === null) return {};
  const isRegressor = (one: unknown): one is Regressor =>
    typeof one === 'object' && one !== null && 'name' in one && 'values' in one && Array.isArray(one.values);
  if (Array.isArray(regressors) && regressors.every(isRegressor)) return { regressors };
  throw new ForecastError(
    'REGRESSOR_INVALID',
    'regressors are [{"name": "…", "values": [numbers and nulls]}, …]',
  );
}

/** Seconds since the epoch of an ISO-8601 time. */
export function epochSeconds(text: unknown): number | undefined {
  if (text === undefined || text === null) return undefined;
  const milliseconds = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds))
    throw new ForecastError('REQUEST_INVALID', `a time must be ISO-8601, not ${text}`);
  return milliseconds / 1000;
}

/** A line as an object. @throws ForecastError `LINE_INVALID` */
export function parseLine(line: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(line);
    if (typeof found === 'object' && found !== null && !Array.isArray(found))
      return found as Record<string, unknown>;
  } catch (cause) {
    throw new ForecastError('LINE_INVALID', `the line is not JSON: ${line.slice(0, 80)}`, { cause });
  }
  throw new ForecastError('LINE_INVALID', `the line must be a JSON object, not ${line.slice(0, 80)}`);
}

/** An error as it stands in an answer. */
export function errorAnswer(error: unknown): { code: string; message: string } {
  if (error instanceof ForecastError) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
