import type { ForecastRequest } from './forecast.ts';
import { ForecastError } from './forecast-error.ts';

const mostSteps = 10_000;
const defaultProbabilities = [0.5, 0.9, 0.95, 0.99];

/** The quantiles that a forecast answers with, lowest first. */
export function probabilitiesOf({ probabilities = [] }: Pick<ForecastRequest, 'probabilities'>): number[] {
  return [...new Set([...defaultProbabilities, ...probabilities])].sort((a, b) => a - b);
}

/** @throws ForecastError `REQUEST_INVALID`, `TIME_ZONE_UNKNOWN` */
export function checkRequest(request: ForecastRequest): void {
  const { horizon, levels = [], windows = [], probabilities = [], seasons = [] } = request;
  if (!isCount(horizon, mostSteps))
    refuse(`horizon must be a whole number from 1 to ${mostSteps}, not ${horizon}`);
  for (const level of [...levels, ...probabilities])
    if (!(level > 0 && level < 1)) refuse(`levels and probabilities lie between 0 and 1, not ${level}`);
  for (const window of windows)
    if (!isCount(window, horizon))
      refuse(`windows are whole numbers from 1 to the horizon ${horizon}, not ${window}`);
  for (const season of seasons)
    if (!(season >= 2 && Number.isFinite(season)))
      refuse(`seasons are periods of at least 2 steps, not ${season}`);
  if (request.timeZone !== undefined) checkTimeZone(request.timeZone);
}

function isCount(value: unknown, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new ForecastError('TIME_ZONE_UNKNOWN', `${timeZone} is not an IANA time zone`, { cause });
  }
}

function refuse(message: string): never {
  throw new ForecastError('REQUEST_INVALID', message);
}
