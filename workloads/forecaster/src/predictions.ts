import type { Prediction, PredictionInterval, PredictionLabel, PredictionTarget } from '@pricecast/market';
import {
  deviationOfMove,
  type HorizonForecast,
  type HorizonForecaster,
} from './models/horizon-forecaster.ts';
import type { PointForecast } from './models/log-target.ts';
import type { SymbolForecast, SymbolForecaster } from './models/symbol-forecaster.ts';

/** What every prediction of one moment has in common. */
type Head = Pick<Prediction, 'symbol' | 'madeAt' | 'basedOn' | 'samples'>;

/** A target of one horizon, ready to be written. */
interface Shown {
  readonly forecast: PointForecast;
  readonly label: PredictionLabel;
  readonly model: string;
  /** From the scale on which the model works to what is published. */
  readonly show: (value: number) => number;
}

/** What is predicted of the market from the newest minute on; what lies behind `now` is not predicted any more. */
export function predictionsOf(
  symbol: string,
  forecaster: SymbolForecaster,
  targets: readonly PredictionTarget[],
  now: number,
): readonly Prediction[] {
  const newest = forecaster.forecast;
  if (newest === undefined) return [];
  const head = { symbol, madeAt: now, basedOn: newest.basedOn, samples: forecaster.minutes };
  return [...newest.horizons].flatMap(([minutes, forecast]) => {
    const horizon = forecaster.horizons.get(minutes);
    if (horizon === undefined || newest.basedOn + minutes * 60_000 <= now) return [];
    return targets.map((target) =>
      prediction(head, target, minutes, shown[target]({ newest, minutes, forecast, horizon })),
    );
  });
}

/** Trades a second that are expected over one horizon: the median and the upper ends of the intervals, by quantile. */
export function expectedEvents(
  { trades }: HorizonForecast,
  floors: SymbolForecast['floors'],
): ReadonlyMap<number, number> {
  const perSecond = (value: number) => Math.max(0, Math.exp(value) - floors.trades) / 60;
  const upper = [...trades.bounds].map(([level, [, end]]) => [(1 + level) / 2, perSecond(end)] as const);
  return new Map([[0.5, perSecond(trades.point)], ...upper]);
}

interface Case {
  readonly newest: SymbolForecast;
  readonly minutes: number;
  readonly forecast: HorizonForecast;
  readonly horizon: HorizonForecaster;
}

const shown: Readonly<Record<PredictionTarget, (one: Case) => Shown>> = {
  Price: ({ newest, forecast, horizon }) => ({
    forecast: forecast.price,
    label: horizon.price.label,
    model: horizon.price.label === 'Skilled' ? 'momentum' : 'last-value',
    show: (logReturn) => newest.close * Math.exp(logReturn),
  }),
  Volatility: ({ newest, minutes, forecast, horizon }) => ({
    forecast: forecast.volatility,
    label: horizon.volatility.label,
    model: forecast.volatility.candidate === undefined ? 'last-value' : 'log-har',
    show: (log) => positive(log, newest.floors.move) * deviationOfMove * Math.sqrt(minutes),
  }),
  Volume: ({ newest, minutes, forecast, horizon }) => ({
    forecast: forecast.volume,
    label: horizon.volume.label,
    model: forecast.volume.candidate === undefined ? 'last-value' : 'log-linear',
    show: (log) => positive(log, newest.floors.volume) * minutes,
  }),
};

function positive(log: number, floor: number): number {
  return Math.max(0, Math.exp(log) - floor);
}

function prediction(head: Head, target: PredictionTarget, minutes: number, one: Shown): Prediction {
  const { forecast, label, model } = one;
  const show = (value: number) => Number(one.show(value).toPrecision(10));
  const intervals = [...forecast.bounds]
    .map(
      ([level, [lower, upper]]): PredictionInterval => ({
        levelPercent: Math.round(100 * level),
        lower: show(lower),
        upper: show(upper),
      }),
    )
    .sort((left, right) => left.levelPercent - right.levelPercent);
  const { symbol, madeAt, basedOn, samples } = head;
  return {
    symbol,
    target,
    horizonSeconds: minutes * 60,
    madeAt,
    basedOn,
    forAt: basedOn + minutes * 60_000,
    lastValue: show(forecast.lastValue),
    point: show(forecast.point),
    intervals,
    label,
    model,
    samples,
  };
}
