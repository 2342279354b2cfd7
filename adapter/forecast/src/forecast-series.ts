import { Engine } from './ensemble/engine.ts';
import { forecastFrom } from './ensemble/forecast-from.ts';
import type { Forecast, ForecastRequest } from './forecast.ts';
import { checkRequest } from './forecast-request.ts';
import { notesOn } from './notes/history.ts';
import { seasonsFor } from './season/detect-seasons.ts';
import { seasonClock } from './season/season-clock.ts';
import type { Series } from './series.ts';

/**
 * Forecasts a series from its history alone: every member that the history allows, weighted by its errors on the
 * past, with quantiles from the errors that the ensemble made there.
 * @throws ForecastError `REQUEST_INVALID`, `TIME_ZONE_UNKNOWN`, `COUNTER_RESET`, `REGRESSOR_INVALID`
 */
export function forecastSeries(series: Series, request: ForecastRequest): Forecast {
  checkRequest(request);
  const seasons = request.seasons ?? seasonsFor(series.values, series.stepSeconds);
  const history = notesOn(series.values, seasons[0]);
  if (history.refusal !== undefined) throw history.refusal;
  const turns = seasonClock({ ...series, ...request, season: seasons[0] });
  const engine = Engine.fit({
    values: series.values,
    history,
    horizon: request.horizon,
    seasons,
    turns,
    room: 0,
    regressors: request.regressors ?? [],
  });
  return forecastFrom(engine, request);
}
