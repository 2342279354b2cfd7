import { LogTarget, type PointForecast } from './log-target.ts';
import { steadyMoveAt, viewLength } from './market-view.ts';
import { PriceTarget } from './price-target.ts';
import { RidgeMemory } from './ridge-memory.ts';

/** What is measured over a stretch of minutes; all are means per minute. */
export interface Measures {
  /** Mean |return|. */
  readonly move: number;
  readonly volume: number;
  readonly trades: number;
  /** Sum of the returns. */
  readonly logReturn: number;
}

/** What is known at the end of a minute. */
export interface Standpoint {
  readonly view: Float64Array;
  readonly momentum: Float64Array;
  /** What is added to a measure before its logarithm. */
  readonly floors: { readonly move: number; readonly volume: number; readonly trades: number };
}

/** Forecasts of everything over one horizon, made at one moment. */
export interface HorizonForecast {
  readonly volatility: PointForecast;
  readonly volume: PointForecast;
  readonly trades: PointForecast;
  readonly price: PointForecast;
  /** Standard deviation of the return over the horizon. */
  readonly deviation: number;
}

/** Mean |return| of a normal distribution is √(2/π) of its deviation. */
export const deviationOfMove = Math.sqrt(Math.PI / 2);

/** Half of what was learnt goes within about two weeks. */
const retention = 1 - 1 / (20 * 1_440);
const penalty = 0.1;
/** Observations before the regression speaks; until then the last value does. */
const fewestObservations = 480;
/** What is regressed on the view, in this order. */
const logMeasures = ['move', 'volume', 'trades'] as const;

type LogMeasure = (typeof logMeasures)[number];

/** Price, volatility, volume and trades over one horizon. */
export class HorizonForecaster {
  readonly #minutes: number;
  readonly #ridge = new RidgeMemory({ size: viewLength, retention, penalty, responses: logMeasures.length });
  readonly volatility: LogTarget;
  readonly volume: LogTarget;
  readonly trades: LogTarget;
  readonly price: PriceTarget;

  constructor(minutes: number, levels: readonly number[]) {
    this.#minutes = minutes;
    this.volatility = new LogTarget(minutes, levels);
    this.volume = new LogTarget(minutes, levels);
    this.trades = new LogTarget(minutes, levels);
    this.price = new PriceTarget(minutes, levels);
  }

  /** Whether the regression speaks. */
  get trained(): boolean {
    return this.#ridge.observations >= fewestObservations;
  }

  /** `before` are the measures of the horizon's length of minutes before now. */
  forecast({ view, momentum, floors }: Standpoint, before: Measures): HorizonForecast {
    const of = (target: LogTarget, measure: LogMeasure) =>
      target.forecast(
        this.#ridge.predict(logMeasures.indexOf(measure), view),
        Math.log(before[measure] + floors[measure]),
      );
    const volatility = of(this.volatility, 'move');
    // One minute says little of the next: without a model intervals would be drawn by the luck of the last return.
    const expected = volatility.candidate ?? view[steadyMoveAt] ?? volatility.point;
    const deviation = deviationOfMove * Math.sqrt(this.#minutes) * Math.exp(expected);
    return {
      volatility,
      volume: of(this.volume, 'volume'),
      trades: of(this.trades, 'trades'),
      price: this.price.forecast(momentum, deviation),
      deviation,
    };
  }

  /** Takes in what came of a forecast that was made at a standpoint one horizon ago. */
  learn({ view, momentum, floors }: Standpoint, made: HorizonForecast, outcome: Measures): void {
    const [move = 0, volume = 0, trades = 0] = logMeasures.map((measure) =>
      Math.log(outcome[measure] + floors[measure]),
    );
    this.volatility.learn(made.volatility, move);
    this.volume.learn(made.volume, volume);
    this.trades.learn(made.trades, trades);
    this.price.learn(momentum, made.price, made.deviation, outcome.logReturn);
    this.#ridge.learn(view, [move, volume, trades]);
  }

  /** What can be fitted anew, one after another. */
  get models(): readonly { refit(): void }[] {
    const ridges = logMeasures.map((_, response) => ({
      refit: () => {
        if (this.trained) this.#ridge.refit(response);
      },
    }));
    return [...ridges, this.price];
  }
}
