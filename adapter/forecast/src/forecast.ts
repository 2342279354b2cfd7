import type { Regressor } from './regressors/regressor.ts';

/** What is asked of a forecast; everything but the horizon has a default. */
export interface ForecastRequest {
  /** Steps ahead. */
  readonly horizon: number;
  /** Levels of the central intervals, each in (0, 1). */
  readonly levels?: readonly number[];
  /** Windows in steps, each at most the horizon, for which the maximum is forecast. */
  readonly windows?: readonly number[];
  /** Further quantiles beside 0.5, 0.9, 0.95 and 0.99. */
  readonly probabilities?: readonly number[];
  /** Periods in steps, not necessarily whole; absent means detected. */
  readonly seasons?: readonly number[];
  /** IANA zone whose local clock the load follows; absent means UTC. */
  readonly timeZone?: string;
  /** Other series that the load may depend on. */
  readonly regressors?: readonly Regressor[];
}

export interface Interval {
  readonly lower: number[];
  readonly upper: number[];
}

/** Who answered: the ensemble or the one model that was possible, and why. */
export interface ModelNote {
  readonly name: string;
  /** Share of each member in the point forecast, summing to 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** Set when the answer is a fallback: a sentence that names the cause. */
  readonly reason?: string;
}

/** How good this forecaster was on its own past, from forecasts made without looking ahead. */
export interface TrackRecord {
  /** 1 − mean absolute error ÷ that of the last value, over the horizon; absent before there is anything to compare. */
  readonly skill?: number;
  /** Share of past values at or under the 0.9 quantile that was forecast for them. */
  readonly coverage?: number;
  /** Forecasts behind these figures. */
  readonly origins: number;
}

/** Quantiles by probability, keyed as in `"0.9"`. */
export type QuantilesOf<T> = Readonly<Record<string, T>>;

export interface Forecast {
  readonly point: number[];
  readonly intervals: Readonly<Record<string, Interval>>;
  readonly quantiles: QuantilesOf<number[]>;
  /** Quantiles of the maximum over the next so many steps, keyed by the window in steps. */
  readonly windowMax: Readonly<Record<string, QuantilesOf<number>>>;
  readonly model: ModelNote;
  readonly record: TrackRecord;
  /** Periods in steps that were given or detected. */
  readonly seasons: readonly number[];
  /** What an operator should know: level shift, drift, gaps, suspected counter. */
  readonly notes: readonly string[];
}
