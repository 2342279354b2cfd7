import type { Forecast } from '../forecast.ts';
import { ForecastError } from '../forecast-error.ts';
import { checkRequest } from '../forecast-request.ts';
import { forecastSeries } from '../forecast-series.ts';
import { sampleFrom, seriesFrom } from '../series.ts';
import type { LiveOptions, LiveQuestion } from './live-options.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot.ts';

/** Most steps that are remembered. */
const longestHistory = 12_000;

/**
 * One series held warm: each sample updates it, and a forecast can be asked for at any time.
 * Answers depend on the samples alone; a restored forecaster answers as the one that was saved.
 */
export class LiveForecaster {
  readonly #options: LiveOptions;
  #values: (number | null)[];
  /** Samples that were given so far, remembered or not. */
  #count: number;

  private constructor(options: LiveOptions, values: readonly (number | null)[], count: number) {
    checkRequest(options);
    this.#options = options;
    this.#values = values.slice(-longestHistory);
    this.#count = count;
  }

  /**
   * Opens a forecaster; the history may be empty.
   * @throws ForecastError `REQUEST_INVALID`, `VALUE_INVALID`, `TIME_ZONE_UNKNOWN`
   */
  static open(options: LiveOptions, history: readonly (number | null)[] = []): LiveForecaster {
    history.forEach((value, index) => {
      sampleFrom(value, index);
    });
    return new LiveForecaster(options, history, history.length);
  }

  /**
   * The forecaster that `snapshot` was taken of.
   * @throws ForecastError `SNAPSHOT_INVALID`
   */
  static restore(snapshot: Uint8Array): LiveForecaster {
    const { options, values, count } = decodeSnapshot(snapshot);
    return new LiveForecaster(options, values, count);
  }

  get samples(): number {
    return this.#count;
  }

  /**
   * Takes the sample of the next step; `null` where there was none.
   * @throws ForecastError `VALUE_INVALID`; the forecaster stays as it was
   */
  add(value: number | null): void {
    sampleFrom(value);
    this.#values.push(value);
    this.#count += 1;
    if (this.#values.length > longestHistory * 1.25) this.#values = this.#values.slice(-longestHistory);
  }

  /**
   * The forecast from the newest sample on.
   * @throws ForecastError `HISTORY_EMPTY`, `HISTORY_ALL_MISSING`, `REQUEST_INVALID`
   */
  forecast(question: LiveQuestion = {}): Forecast {
    if (this.#values.length === 0)
      throw new ForecastError('HISTORY_EMPTY', 'there is no history; one known value is enough to begin');
    const { stepSeconds, startSeconds } = this.#options;
    const start =
      startSeconds === undefined
        ? undefined
        : startSeconds + (this.#count - this.#values.length) * stepSeconds;
    return forecastSeries(seriesFrom(this.#values, stepSeconds, start), { ...this.#options, ...question });
  }

  /** The whole state as bytes, to be kept anywhere and given to `restore`. */
  snapshot(): Uint8Array {
    return encodeSnapshot({ options: this.#options, values: this.#values, count: this.#count });
  }
}
