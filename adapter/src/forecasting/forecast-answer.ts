import type { ForecastOutcome, Outlook } from '@pricecast/decision';

/** What a track is opened with. */
export interface TrackOptions {
  readonly stepSeconds: number;
  /**
   * Window in steps after the newest value, over which the maximum is forecast: from when pods serve that are asked
   * for now until those serve that are asked for next. Neither end has to be whole.
   */
  readonly window: { readonly from: number; readonly to: number };
  /** Lengths of seasons in steps; absent means detected. */
  readonly seasons?: readonly number[];
  /** Series that lead the load. Values of a track are then rows, see `rowsOf`; with others the track is another one. */
  readonly regressors?: readonly TrackRegressor[];
}

/** A series that leads the load. */
export interface TrackRegressor {
  readonly name: string;
  /** Tells it from another series under the same name. */
  readonly digest: string;
}

/** A forecast as the loop uses it. */
export interface ForecastMade {
  readonly kind: 'Made';
  /** Quantiles of the maximum over the window. */
  readonly outlook: Outlook;
  readonly model: string;
  /** What a person should know: seasons that were found, gaps. */
  readonly notes: readonly string[];
}

/** Why there is no forecast. */
export interface NoForecast {
  readonly kind: 'None';
  readonly reason: 'HistoryTooShort' | 'ForecastUnavailable';
  readonly message: string;
}

/** Answer to a step: a forecast or why there is none, and how earlier ones turned out. */
export interface StepAnswer {
  readonly forecast: ForecastMade | NoForecast;
  readonly outcomes: readonly ForecastOutcome[];
  /** What the track can be resumed from; told now and then. */
  readonly state?: Uint8Array;
}

/** Forecasts the demand of many scalers, somewhere else. Rejects only where the track must be opened anew. */
export interface Forecaster {
  /**
   * Opens a track with its history, which is asked for when its turn comes; the outcomes are those of forecasts made for
   * its newest part without looking ahead.
   */
  open(key: string, options: TrackOptions, history: () => readonly (number | null)[]): Promise<StepAnswer>;
  /** Opens a track where `state` ends, which is taken away, and adds what came since; the window is that of the state. */
  resume(
    key: string,
    options: TrackOptions,
    state: Uint8Array,
    values: readonly (number | null)[],
  ): Promise<StepAnswer>;
  /** Adds values and forecasts. */
  step(key: string, values: readonly (number | null)[]): Promise<StepAnswer>;
  drop(key: string): void;
}
