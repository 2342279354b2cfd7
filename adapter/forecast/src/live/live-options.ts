import type { ForecastRequest } from '../forecast.ts';

/** What a live forecaster is opened with; a request that stays the same from sample to sample. */
export interface LiveOptions extends Omit<ForecastRequest, 'regressors'> {
  readonly stepSeconds: number;
  /** Seconds since the epoch of the first value of the history. */
  readonly startSeconds?: number;
}

/** What one answer may ask for beyond the options. */
export type LiveQuestion = Pick<ForecastRequest, 'levels' | 'windows' | 'probabilities'>;
