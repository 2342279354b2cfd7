import { conformalQuantile } from './calibration/quantile.ts';
import { type Filled, fillGaps } from './fill-gaps.ts';
import type { Forecast, ForecastRequest, ModelNote, QuantilesOf } from './forecast.ts';
import { checkRequest, probabilitiesOf } from './forecast-request.ts';
import { lagRegression } from './models/lag-regression.ts';
import { lastValue } from './models/last-value.ts';
import type { FittedModel, Model, Training } from './models/model.ts';
import { seasonalAutoregression } from './models/seasonal-autoregression.ts';
import { seasonalNaive } from './models/seasonal-naive.ts';
import { type Rehearsal, rehearse, spreadOrigins } from './rolling-origins.ts';
import { detectSeasons } from './season/detect-seasons.ts';
import type { Series } from './series.ts';

const mostOrigins = 120;
const weightPower = 3;

/**
 * Forecasts a series from its history alone: every model that the history allows, weighted by its error from
 * past origins, with quantiles from the errors that the weighted forecast made there.
 * @throws ForecastError `REQUEST_INVALID`
 */
export function forecastSeries(series: Series, request: ForecastRequest): Forecast {
  checkRequest(request);
  const filled = fillGaps(series.values);
  const seasons = request.seasons ?? detectSeasons(filled.values, series.stepSeconds);
  const training: Training = {
    ...filled,
    end: series.values.length,
    seasons,
    nonNegative: filled.values.every((value) => value >= 0),
  };
  const models = candidates(seasons);
  const trial = rehearsal(models, training, request.horizon);
  const weights = weigh(trial, filled, request.horizon);
  return assemble({ models: trial.models, training, request, trial, weights });
}

function candidates(seasons: readonly number[]): Model[] {
  return [
    lastValue,
    ...seasons.map(seasonalNaive),
    seasonalAutoregression,
    lagRegression([1, 2, ...seasons.map(Math.round)]),
  ];
}

interface Trial extends Rehearsal {
  readonly models: readonly Model[];
}

/** Trains without the newest quarter and forecasts from origins inside of it. */
function rehearsal(models: readonly Model[], training: Training, horizon: number): Trial {
  const { end, values } = training;
  const held = Math.min(Math.floor(end / 2), Math.max(Math.floor(end / 4), horizon + 1));
  const before = { ...training, end: end - held };
  const able = models.flatMap((model) => {
    const fitted = before.end > 0 ? model.fit(before) : undefined;
    return fitted === undefined ? [] : [{ model, fitted }];
  });
  const origins = spreadOrigins(Math.max(1, end - held), end - 1, mostOrigins);
  const fitted: FittedModel[] = able.map((entry) => entry.fitted);
  const tried = able.map((entry) => entry.model);
  return { ...rehearse(fitted, values, origins, horizon), models: tried.length > 0 ? tried : [lastValue] };
}

function weigh(trial: Trial, { values, known }: Filled, horizon: number): number[] {
  const errors = trial.models.map((_, index) => {
    let sum = 0;
    let count = 0;
    trial.origins.forEach((origin, at) => {
      for (let ahead = 0; ahead < horizon && origin + ahead < values.length; ahead += 1) {
        if (known[origin + ahead] === 0) continue;
        sum += Math.abs((trial.paths[index]?.[at]?.[ahead] ?? 0) - (values[origin + ahead] as number));
        count += 1;
      }
    });
    return count > 0 ? sum / count : Number.NaN;
  });
  const best = Math.min(...errors.filter((error) => !Number.isNaN(error)));
  if (!Number.isFinite(best)) return trial.models.map((_, index) => (index === 0 ? 1 : 0));
  const floor = best > 0 ? best : 1e-12;
  const raw = errors.map((error) => (Math.max(error, floor) / floor) ** -weightPower);
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

interface Parts {
  readonly models: readonly Model[];
  readonly training: Training;
  readonly request: ForecastRequest;
  readonly trial: Trial;
  readonly weights: readonly number[];
}

function assemble({ models, training, request, trial, weights }: Parts): Forecast {
  const { horizon } = request;
  const { values, end, nonNegative } = training;
  const paths = models.map((model) => {
    const path = new Float64Array(horizon);
    model.fit(training)?.forecast(values, end, path);
    return path;
  });
  const floor = nonNegative ? 0 : Number.NEGATIVE_INFINITY;
  const point = mix(paths, weights, horizon).map((value) => Math.max(floor, value));
  const past = trial.origins.map((_, at) =>
    mix(
      trial.paths.map((path) => path[at] as Float64Array),
      weights,
      horizon,
    ),
  );
  const errors = errorsByStep(past, trial.origins, training, horizon);
  const quantile = (probability: number) =>
    Array.from(point, (value, ahead) =>
      Math.max(floor, value + conformalQuantile(errors[ahead] as Float64Array, probability)),
    );
  const quantiles: Record<string, number[]> = {};
  for (const probability of probabilitiesOf(request)) quantiles[String(probability)] = quantile(probability);
  const intervals = Object.fromEntries(
    (request.levels ?? []).map((level) => [
      String(level),
      { lower: quantile((1 - level) / 2), upper: quantile((1 + level) / 2) },
    ]),
  );
  const windowMax = Object.fromEntries(
    (request.windows ?? []).map((window) => [
      String(window),
      maximumOver(window, { past, point, training, trial, request, floor }),
    ]),
  );
  return {
    point: Array.from(point),
    intervals,
    quantiles,
    windowMax,
    model: note(models, weights),
    record: { origins: trial.origins.length },
    seasons: training.seasons,
    notes: [],
  };
}

function note(models: readonly Model[], weights: readonly number[]): ModelNote {
  const shares = Object.fromEntries(models.map((model, index) => [model.name, weights[index] ?? 0]));
  if (models.length > 1) return { name: 'ensemble', weights: shares };
  return {
    name: models[0]?.name ?? '',
    weights: shares,
    reason: 'the history is too short for another model',
  };
}

function mix(paths: readonly Float64Array[], weights: readonly number[], horizon: number): Float64Array {
  const mixed = new Float64Array(horizon);
  paths.forEach((path, index) => {
    for (let ahead = 0; ahead < horizon; ahead += 1)
      mixed[ahead] = (mixed[ahead] as number) + (weights[index] ?? 0) * (path[ahead] as number);
  });
  return mixed;
}

/** Sorted errors (actual − forecast) by steps ahead; steps without any take those of the step before. */
function errorsByStep(
  past: readonly Float64Array[],
  origins: readonly number[],
  { values, known }: Training,
  horizon: number,
): Float64Array[] {
  const errors: Float64Array[] = [];
  for (let ahead = 0; ahead < horizon; ahead += 1) {
    const found: number[] = [];
    origins.forEach((origin, at) => {
      if (known[origin + ahead] === 1)
        found.push((values[origin + ahead] as number) - (past[at]?.[ahead] ?? 0));
    });
    errors.push(
      found.length > 0 ? Float64Array.from(found).sort() : (errors[ahead - 1] ?? new Float64Array([0])),
    );
  }
  return errors;
}

interface WindowParts {
  readonly past: readonly Float64Array[];
  readonly point: Float64Array;
  readonly training: Training;
  readonly trial: Trial;
  readonly request: ForecastRequest;
  readonly floor: number;
}

/** Conformal on past maxima themselves: the maximum of quantiles is not the quantile of the maximum. */
function maximumOver(
  window: number,
  { past, point, training, trial, request, floor }: WindowParts,
): QuantilesOf<number> {
  const { values, end } = training;
  const rises: number[] = [];
  trial.origins.forEach((origin, at) => {
    if (origin + window > end) return;
    rises.push(
      Math.max(...values.subarray(origin, origin + window)) -
        Math.max(...(past[at] as Float64Array).subarray(0, window)),
    );
  });
  const sorted = Float64Array.from(rises.length > 0 ? rises : [0]).sort();
  const peak = Math.max(...point.subarray(0, window));
  return Object.fromEntries(
    probabilitiesOf(request).map((probability) => [
      String(probability),
      Math.max(floor, peak + conformalQuantile(sorted, probability)),
    ]),
  );
}
