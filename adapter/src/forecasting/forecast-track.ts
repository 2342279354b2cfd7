import { type ForecastOutcome, judgedLevel, OutcomeJudge } from '@pricecast/decision';
import { AheadForecaster, samplesBeforeForecast } from '@pricecast/forecast';
import type { ForecastMade, NoForecast, StepAnswer, TrackOptions } from './forecast-answer.ts';
import { loadOf, type Steps } from './track-rows.ts';
import { trackSeasons } from './track-seasons.ts';

/** Share of the history, its newest, on which forecasts are judged, and the most of them. */
const rehearsed = { share: 1 / 3, most: 1_000 } as const;
/** Regression of the rise and of the spread, forest of what both leave out; see `AheadForecaster`. */
const model = 'seasonal-ridge-forest';
/** Values from one telling of the state to the next. */
const toldEvery = 60;

/** Forecasts of one load, each judged when the time that it speaks of is over. */
export class ForecastTrack {
  readonly #ahead: AheadForecaster;
  readonly #judge: OutcomeJudge;
  /** Known values without which there is no forecast. */
  readonly #needed: number;
  readonly #stepSeconds: number;
  /** Names. */
  readonly #regressors: readonly string[];
  #known = 0;
  /** Values since the state was told. */
  #untold = toldEvery;

  private constructor({ stepSeconds, regressors = [] }: TrackOptions, ahead: AheadForecaster) {
    const { window } = ahead.options;
    this.#stepSeconds = stepSeconds;
    this.#regressors = regressors.map(({ name }) => name);
    this.#ahead = ahead;
    this.#judge = new OutcomeJudge(window, judgedLevel);
    this.#needed = samplesBeforeForecast + Math.ceil(window.to) + 1;
  }

  /**
   * Opens a track. The history is walked through as if it came now, and forecasts of its newest part are judged.
   * `learnPhase` is that of `AheadOptions`.
   */
  static open(
    options: TrackOptions,
    history: Steps,
    learnPhase: number,
  ): { readonly track: ForecastTrack; readonly answer: StepAnswer } {
    const { stepSeconds, window, regressors = [] } = options;
    const load = loadOf(history, regressors.length);
    const seasons = trackSeasons(stepSeconds, options.seasons, load);
    const ahead = new AheadForecaster({ window, seasons, learnPhase, indicators: regressors.length });
    const track = new ForecastTrack(options, ahead);
    const count = Math.min(rehearsed.most, Math.floor(load.length * rehearsed.share));
    const outcomes = load.flatMap((_, index) => {
      const judged = track.#add(history, index);
      if (index >= load.length - count && index < load.length - 1) track.#forecast();
      return judged;
    });
    return { track, answer: track.#answer(outcomes) };
  }

  /**
   * The track whose state was told. Forecasts whose time was not over then are not judged any more.
   * @throws ForecastError `SNAPSHOT_INVALID`
   */
  static resume(options: TrackOptions, state: Uint8Array): ForecastTrack {
    const track = new ForecastTrack(options, AheadForecaster.restore(state));
    track.#known = track.#ahead.count;
    track.#untold = 0;
    return track;
  }

  /** Adds values and forecasts from the newest on. */
  step(rows: Steps): StepAnswer {
    const load = loadOf(rows, this.#regressors.length);
    return this.#answer(load.flatMap((_, index) => this.#add(rows, index)));
  }

  #answer(outcomes: readonly ForecastOutcome[]): StepAnswer {
    const forecast = this.#forecast();
    if (forecast.kind !== 'Made' || this.#untold < toldEvery) return { forecast, outcomes };
    this.#untold = 0;
    return { forecast, outcomes, state: this.#ahead.snapshot() };
  }

  #add(rows: Steps, index: number): readonly ForecastOutcome[] {
    const width = 1 + this.#regressors.length;
    const value = rows[index * width] ?? null;
    this.#ahead.add(value, rows.slice(index * width + 1, (index + 1) * width));
    this.#untold += 1;
    if (value !== null) this.#known += 1;
    return this.#judge.add(value);
  }

  #forecast(): ForecastMade | NoForecast {
    const outlook = this.#ahead.forecast();
    if (outlook === undefined) return this.#tooShort();
    if (!outlook.loads.every(Number.isFinite))
      return { kind: 'None', reason: 'ForecastUnavailable', message: 'The forecast has no finite maximum.' };
    this.#judge.promiseOf(outlook);
    return { kind: 'Made', outlook, model, notes: this.#notes() };
  }

  #notes(): readonly string[] {
    const without = this.#ahead.withoutIndicators.map((place) => this.#regressors[place]);
    return without.length === 0
      ? []
      : [`Nothing is known at present of ${without.join(', ')}, which has no say`];
  }

  #tooShort(): NoForecast {
    const message = `A forecast needs ${this.#needed} known values of ${this.#stepSeconds} s; there are ${this.#known}.`;
    return { kind: 'None', reason: 'HistoryTooShort', message };
  }
}
