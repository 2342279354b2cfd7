export { conformalQuantile } from './calibration/quantile.ts';
export type { Forecast, ForecastRequest, Interval, ModelNote, QuantilesOf, TrackRecord } from './forecast.ts';
export { ForecastError, type ForecastErrorCode } from './forecast-error.ts';
export { forecastSeries } from './forecast-series.ts';
export { solveCholesky } from './linear/cholesky.ts';
export { LiveForecaster } from './live/live-forecaster.ts';
export type { LiveOptions, LiveQuestion } from './live/live-options.ts';
export { type Series, seriesFrom } from './series.ts';
