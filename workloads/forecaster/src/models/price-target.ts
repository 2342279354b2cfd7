import type { PredictionLabel } from '@pricecast/market';
import { ConformalWindow, priorScores } from './conformal-window.ts';
import { IntervalRecord } from './interval-record.ts';
import { type PointForecast, scoreMinutes } from './log-target.ts';
import { RidgeMemory } from './ridge-memory.ts';
import { TrackRecord } from './track-record.ts';

/** Returns of the last minutes that a drift is looked for in, and longer ones. */
const lags = 5;
const momentumMinutes = [15, 60] as const;
const size = 1 + lags + momentumMinutes.length;
const retention = 1 - 1 / (20 * 1_440);
const fewestObservations = 1_440;

/** What the returns up to now say about the next one: the last five, and sums over 15 and 60 minutes. */
export function momentum(returns: readonly number[]): Float64Array {
  const sum = (minutes: number) => returns.slice(-minutes).reduce((total, value) => total + value, 0);
  const last = Array.from({ length: lags }, (_, at) => returns.at(-1 - at) ?? 0);
  return Float64Array.from([1, ...last, ...momentumMinutes.map(sum)]);
}

/**
 * The forecast of a logarithmic return over one horizon: 0 as long as the model has not shown skill over the last
 * price, intervals from a deviation that is forecast and from how returns fared against theirs.
 */
export class PriceTarget {
  readonly #levels: readonly number[];
  readonly #ridge = new RidgeMemory({ size, retention, penalty: 0.1, responses: 1 });
  readonly #conformal: ConformalWindow;
  readonly #record: TrackRecord;
  readonly intervals = new IntervalRecord();

  constructor(horizonMinutes: number, levels: readonly number[]) {
    this.#levels = levels;
    this.#conformal = new ConformalWindow(scoreMinutes, priorScores(1));
    this.#record = new TrackRecord({ horizonMinutes, blocks: Math.ceil(scoreMinutes / horizonMinutes) });
  }

  get label(): PredictionLabel {
    return this.#record.label;
  }

  get errorRatio(): number | undefined {
    return this.#record.errorRatio;
  }

  /** Returns over the horizon; `deviation` is the standard deviation forecast for it. */
  forecast(view: Float64Array, deviation: number): PointForecast {
    const drift = this.#ridge.predict(0, view);
    const candidate = drift === undefined ? undefined : drift * deviation;
    const point = this.label === 'Skilled' ? (candidate ?? 0) : 0;
    const bounds = this.#levels.map((level) => {
      const [lower, upper] = this.#conformal.bounds(level);
      return [level, [point + lower * deviation, point + upper * deviation]] as const;
    });
    return { point, candidate, bounds: new Map(bounds), lastValue: 0 };
  }

  /** Takes in the return that came of an earlier forecast. */
  learn(view: Float64Array, forecast: PointForecast, deviation: number, outcome: number): void {
    const { point, candidate, bounds, lastValue } = forecast;
    if (candidate !== undefined) {
      this.#record.add(Math.abs(outcome - candidate), Math.abs(outcome - lastValue));
    }
    this.#conformal.add((outcome - point) / deviation);
    for (const [level, ends] of bounds) this.intervals.add(level, ends, outcome);
    this.#ridge.learn(view, [outcome / deviation]);
  }

  refit(): void {
    if (this.#ridge.observations >= fewestObservations) this.#ridge.refit(0);
  }
}
