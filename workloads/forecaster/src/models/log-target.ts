import type { PredictionLabel } from '@pricecast/market';
import { ConformalWindow, priorScores } from './conformal-window.ts';
import { IntervalRecord } from './interval-record.ts';
import { TrackRecord } from './track-record.ts';

/** Lower and upper bound by level from 0 to 1. */
export type Bounds = ReadonlyMap<number, readonly [lower: number, upper: number]>;

/** A forecast of one number, with what has to be remembered until the truth is known. */
export interface PointForecast {
  readonly point: number;
  readonly bounds: Bounds;
  /** What “everything stays as it is” says. */
  readonly lastValue: number;
  /** What the model says, also where the last value is published; undefined while it cannot say. */
  readonly candidate: number | undefined;
}

/** Minutes that scores are kept for: three days. */
export const scoreMinutes = 3 * 1_440;
const priorDeviation = 1;

/** The forecast of a positive quantity over one horizon, on the scale of its logarithm. */
export class LogTarget {
  readonly #levels: readonly number[];
  readonly #conformal: ConformalWindow;
  readonly #record: TrackRecord;
  readonly intervals = new IntervalRecord();

  constructor(horizonMinutes: number, levels: readonly number[]) {
    this.#levels = levels;
    this.#conformal = new ConformalWindow(scoreMinutes, priorScores(priorDeviation));
    this.#record = new TrackRecord({ horizonMinutes, blocks: Math.ceil(scoreMinutes / horizonMinutes) });
  }

  get label(): PredictionLabel {
    return this.#record.label;
  }

  get errorRatio(): number | undefined {
    return this.#record.errorRatio;
  }

  /** `predicted` is what the model says; undefined while it cannot, and then the last value speaks. */
  forecast(predicted: number | undefined, lastValue: number): PointForecast {
    const point = predicted ?? lastValue;
    const bounds = this.#levels.map((level) => {
      const [lower, upper] = this.#conformal.bounds(level);
      return [level, [point + lower, point + upper]] as const;
    });
    return { point, candidate: predicted, bounds: new Map(bounds), lastValue };
  }

  /** Takes in the truth of an earlier forecast. */
  learn({ point, candidate, bounds, lastValue }: PointForecast, outcome: number): void {
    if (candidate !== undefined) {
      this.#record.add(Math.abs(outcome - candidate), Math.abs(outcome - lastValue));
    }
    this.#conformal.add(outcome - point);
    for (const [level, ends] of bounds) this.intervals.add(level, ends, outcome);
  }
}
