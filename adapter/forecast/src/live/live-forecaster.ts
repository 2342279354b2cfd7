import type { CoverageState } from '../calibration/coverage.ts';
import { Engine } from '../ensemble/engine.ts';
import { forecastFrom } from '../ensemble/forecast-from.ts';
import type { Forecast } from '../forecast.ts';
import { ForecastError } from '../forecast-error.ts';
import { checkRequest } from '../forecast-request.ts';
import { notesOn } from '../notes/history.ts';
import type { Regressor } from '../regressors/regressor.ts';
import { seasonsFor } from '../season/detect-seasons.ts';
import { seasonClock } from '../season/season-clock.ts';
import { sampleFrom } from '../series.ts';
import type { LiveOptions, LiveQuestion } from './live-options.ts';
import { RegressorLog, type RegressorSamples } from './regressor-log.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot.ts';

/** Most steps that a fit looks back on. */
const longestHistory = 12_000;
/** Samples between two whole fits at most; in between every sample is learnt from as it comes. */
const longestWarm = 96;

/**
 * One series held warm: each sample updates it, and a forecast can be asked for at any time.
 * Answers depend on the samples alone, not on when they are asked for; a restored forecaster answers as the one
 * that was saved.
 */
export class LiveForecaster {
  readonly #options: LiveOptions;
  /** Samples from the first one that the last fit looked at. */
  #length = 0;
  /** Samples that were given so far, remembered or not. */
  #count = 0;
  /** Samples that the last fit looked at. */
  #fitted = 0;
  /** Holds the samples; absent while all of them are missing. */
  #engine: Engine | undefined;
  /** Coverage at the last fit. */
  #coverage: CoverageState = { under: 0, count: 0 };
  /** Why the samples of the last fit must not be forecast. */
  #refusal: ForecastError | undefined;

  /** On the steps of the samples. */
  readonly #beside: RegressorLog;

  private constructor(options: LiveOptions, beside: RegressorLog) {
    this.#options = options;
    this.#beside = beside;
  }

  /**
   * Opens a forecaster; the history may be empty, and regressors are as long as it or by the horizon longer.
   * @throws ForecastError `REQUEST_INVALID`, `VALUE_INVALID`, `TIME_ZONE_UNKNOWN`, `REGRESSOR_INVALID`
   */
  static open(
    options: LiveOptions,
    history: readonly (number | null)[] = [],
    regressors: readonly Regressor[] = [],
  ): LiveForecaster {
    checkRequest(options);
    const beside = RegressorLog.open(regressors, history.length, options.horizon);
    const live = new LiveForecaster(options, beside);
    const values = Float64Array.from(history, (value, index) => sampleFrom(value, index));
    live.#count = history.length;
    live.#fit(values);
    return live;
  }

  /**
   * The forecaster that `snapshot` was taken of.
   * @throws ForecastError `SNAPSHOT_INVALID`
   */
  static restore(snapshot: Uint8Array): LiveForecaster {
    const { options, values, count, fitted, coverage, regressors } = decodeSnapshot(snapshot);
    const live = new LiveForecaster(options, new RegressorLog(regressors, options.horizon));
    live.#count = count - (values.length - fitted);
    live.#coverage = coverage;
    live.#fit(values.subarray(0, fitted));
    for (const value of values.subarray(fitted)) live.#take(value);
    return live;
  }

  get samples(): number {
    return this.#count;
  }

  /**
   * Takes the sample of the next step, `null` where there was none, and a new value of each regressor: of this step
   * for a leading indicator, of the first step not known yet for what is known in advance. One left out is missing.
   * @throws ForecastError `VALUE_INVALID`, `REGRESSOR_INVALID`; the forecaster stays as it was
   */
  add(value: number | null, regressors: RegressorSamples = {}): void {
    const sample = sampleFrom(value);
    this.#beside.check(regressors);
    this.#beside.add(regressors, this.#length + 1);
    this.#take(sample);
  }

  /**
   * The forecast from the newest sample on.
   * @throws ForecastError `HISTORY_EMPTY`, `HISTORY_ALL_MISSING`, `REQUEST_INVALID`, `COUNTER_RESET`
   */
  forecast(question: LiveQuestion = {}): Forecast {
    const asked = { ...this.#options, ...question };
    checkRequest(asked);
    if (this.#refusal !== undefined) throw this.#refusal;
    if (this.#engine !== undefined) return forecastFrom(this.#engine, asked);
    if (this.#count === 0)
      throw new ForecastError('HISTORY_EMPTY', 'there is no history; one known value is enough to begin');
    throw new ForecastError('HISTORY_ALL_MISSING', `all ${this.#count} values are missing`);
  }

  /** The whole state as bytes, to be kept anywhere and given to `restore`. */
  snapshot(): Uint8Array {
    return encodeSnapshot({
      options: this.#options,
      values: this.#samples(),
      count: this.#count,
      fitted: this.#fitted,
      coverage: this.#coverage,
      regressors: this.#beside.regressors,
    });
  }

  /** What the regressors say of the step is known already. */
  #take(value: number): void {
    this.#length += 1;
    this.#count += 1;
    if (this.#engine === undefined) {
      const samples = this.#samples();
      samples[this.#length - 1] = value;
      this.#fit(samples);
      return;
    }
    this.#engine.add(value, this.#beside.newestAt(this.#length));
    if (this.#length - this.#fitted >= warmFor(this.#fitted)) this.#fit(this.#samples());
  }

  /** NaN where missing. */
  #samples(): Float64Array {
    return this.#engine?.samples() ?? new Float64Array(this.#length).fill(Number.NaN);
  }

  /** Fits anew to the newest samples, and forgets what is older. */
  #fit(samples: Float64Array): void {
    const kept = samples.slice(-longestHistory);
    this.#beside.forget(samples.length - kept.length);
    this.#length = kept.length;
    this.#fitted = kept.length;
    this.#coverage = this.#engine?.coverage.state ?? this.#coverage;
    this.#engine = kept.some((value) => !Number.isNaN(value)) ? this.#engineFor(kept) : undefined;
  }

  #engineFor(values: Float64Array): Engine {
    const { stepSeconds, startSeconds, horizon, timeZone } = this.#options;
    const seasons = this.#options.seasons ?? seasonsFor(values, stepSeconds);
    const start =
      startSeconds === undefined
        ? {}
        : { startSeconds: startSeconds + (this.#count - values.length) * stepSeconds };
    const turns = seasonClock({
      stepSeconds,
      ...start,
      ...(timeZone === undefined ? {} : { timeZone }),
      season: seasons[0],
    });
    const history = notesOn(values, seasons[0]);
    this.#refusal = history.refusal;
    return Engine.fit({
      values,
      history,
      horizon,
      seasons,
      turns,
      coverage: this.#coverage,
      regressors: this.#beside.upTo(values.length),
      room: warmFor(values.length),
    });
  }
}

/** Samples that a fit to so many is carried on for. */
function warmFor(length: number): number {
  return Math.max(1, Math.min(longestWarm, length >> 3));
}
