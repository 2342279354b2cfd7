import { prometheusMetrics } from '@pricecast/crds';
import { type Registry, registerLag } from '@pricecast/runtime';
import type { Commit } from '@pricecast/stream';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Forecaster } from './forecaster.ts';
import type { HorizonForecaster } from './models/horizon-forecaster.ts';
import { expectedEvents } from './predictions.ts';

const seconds = [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts what was written; the result is told of each transaction. */
export function commitMetrics(registry: Registry): (commit: Commit) => void {
  const registers = [registry];
  const predictions = new Counter({
    name: 'pricecast_forecaster_predictions_total',
    help: 'Predictions that were written.',
    registers,
  });
  const rejected = new Counter({
    name: 'pricecast_forecaster_rejected_total',
    help: 'Messages of the bars topic that went to the dead letters.',
    registers,
  });
  const latency = new Histogram({
    name: prometheusMetrics.predictionLatencySeconds,
    help: 'Time from the arrival of a bar until the predictions from it are there for all to read.',
    buckets: seconds,
    registers,
  });
  return (commit) => {
    predictions.inc(commit.outputs);
    rejected.inc(commit.rejected);
    if (commit.outputs > 0) latency.observe(commit.seconds);
  };
}

/** Metrics that are read from the forecaster when somebody asks. `now` in milliseconds since the epoch. */
export function registerForecasterMetrics(
  registry: Registry,
  forecaster: Forecaster,
  now: () => number,
): void {
  registerLag(
    registry,
    {
      name: prometheusMetrics.streamLagSeconds,
      help: 'Age of the oldest message that was not handled; absent while it is not known.',
      stage: 'forecaster',
    },
    () => forecaster.state.lagSeconds,
  );
  registerExpectedEvents(registry, forecaster, now);
  registerRecords(registry, forecaster, now);
}

function registerExpectedEvents(registry: Registry, { board }: Forecaster, now: () => number): void {
  new Gauge({
    name: 'pricecast_expected_events_per_second',
    help: 'Trades a second that are expected over the horizon: the median and upper quantiles.',
    labelNames: ['symbol', 'horizon_seconds', 'quantile'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [symbol, { forecast }] of board.current(now())) {
        for (const [minutes, horizon] of forecast?.horizons ?? []) {
          const expected = forecast === undefined ? [] : expectedEvents(horizon, forecast.floors);
          for (const [quantile, rate] of expected) {
            this.set({ symbol, horizon_seconds: minutes * 60, quantile: String(quantile) }, rate);
          }
        }
      }
    },
  });
}

/** How the forecasts of the last three days fared. */
function registerRecords(registry: Registry, { board }: Forecaster, now: () => number): void {
  const gauge = (name: string, help: string, more: readonly string[]) =>
    new Gauge({
      name,
      help,
      labelNames: ['symbol', 'target', 'horizon_seconds', ...more],
      registers: [registry],
    });
  const coverage = gauge('pricecast_prediction_coverage_ratio', 'Share of outcomes inside the interval.', [
    'level',
  ]);
  const pinball = gauge(
    'pricecast_prediction_pinball_loss',
    'Mean pinball loss of both ends of the interval: of log returns for Price, of logarithms for the others.',
    ['level'],
  );
  const ratio = new Gauge({
    name: 'pricecast_prediction_error_ratio',
    help: 'Mean absolute error over that of the last value; below 1 is skill.',
    labelNames: ['symbol', 'target', 'horizon_seconds'],
    registers: [registry],
    collect() {
      for (const each of [this, coverage, pinball]) each.reset();
      for (const { labels, errorRatio, levels } of records(board.current(now()))) {
        if (errorRatio !== undefined) ratio.set(labels, errorRatio);
        for (const [level, score] of levels) {
          coverage.set({ ...labels, level: String(level) }, score.coverage);
          pinball.set({ ...labels, level: String(level) }, score.pinball);
        }
      }
    },
  });
}

function* records(forecasters: ReturnType<Forecaster['board']['current']>) {
  for (const [symbol, { horizons }] of forecasters) {
    for (const [minutes, horizon] of horizons) {
      for (const [target, { errorRatio, intervals }] of targetsOf(horizon)) {
        const labels = { symbol, target, horizon_seconds: String(minutes * 60) };
        yield { labels, errorRatio, levels: intervals.scores };
      }
    }
  }
}

function targetsOf({ price, volatility, volume }: HorizonForecaster) {
  return [['Price', price] as const, ['Volatility', volatility] as const, ['Volume', volume] as const];
}
