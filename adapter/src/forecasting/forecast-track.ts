import { type ForecastOutcome, judgedLevel, OutcomeJudge } from '@pricecast/decision';
import { AheadForecaster, samplesBeforeForecast } from '@pricecast/forecast';
import type { ForecastMade, NoForecast, StepAnswer, TrackOptions } from './forecast-answer.ts';
import { trackSeasons } from './track-seasons.ts';

/** Share of the history, its newest, on which forecasts are judged, and the most of them. */
const rehearsed = { share: 1 / 3, most: 1_000 } as const;
/** Regression of the rise and of the spread, forest of what both leave out; see `AheadForecaster`. */
const model = 'seasonal-ridge-forest';
/** Values from one telling of the state to the next. */
const toldEvery = 60;

/** Forecasts of one series, each judged when the time that it speaks of is over. */
export class ForecastTrack {
  readonly #ahead: AheadForecaster;
  readonly #judge: OutcomeJudge;
  /** Known values without which there is no forecast. */
  readonly #needed: number;
  readonly #stepSeconds: number;
  #known = 0;
  /** Values since the state was told. */
  #untold = toldEvery;

  private constructor(stepSeconds: number, ahead: AheadForecaster) {
    const { window } = ahead.options;
    this.#stepSeconds = stepSeconds;
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
    history: readonly (number | null)[],
    learnPhase: number,
  ): { readonly track: ForecastTrack; readonly answer: StepAnswer } {
    const { stepSeconds, window } = options;
    const seasons = trackSeasons(stepSeconds, options.seasons, history);
    const track = new ForecastTrack(stepSeconds, new AheadForecaster({ window, seasons, learnPhase }));
    const count = Math.min(rehearsed.most, Math.floor(history.length * rehearsed.share));
    const outcomes = history.flatMap((value, index) => {
      const judged = track.#add(value);
      if (index >= history.length - count && index < history.length - 1) track.#forecast();
      return judged;
    });
    return { track, answer: track.#answer(outcomes) };
  }

  /**
   * The track whose state was told. Forecasts whose time was not over then are not judged any more.
   * @throws ForecastError `SNAPSHOT_INVALID`
   */
  static resume({ stepSeconds }: TrackOptions, state: Uint8Array): ForecastTrack {
    const track = new ForecastTrack(stepSeconds, AheadForecaster.restore(state));
    track.#known = track.#ahead.count;
    track.#untold = 0;
    return track;
  }

  /** Adds values and forecasts from the newest on. */
  step(values: readonly (number | null)[]): StepAnswer {
    return this.#answer(values.flatMap((value) => this.#add(value)));
  }

  #answer(outcomes: readonly ForecastOutcome[]): StepAnswer {
    const forecast = this.#forecast();
    if (forecast.kind !== 'Made' || this.#untold < toldEvery) return { forecast, outcomes };
    this.#untold = 0;
    return { forecast, outcomes, state: this.#ahead.snapshot() };
  }

  #add(value: number | null): readonly ForecastOutcome[] {
    this.#ahead.add(value);
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
    return { kind: 'Made', outlook, model, notes: [] };
  }

  #tooShort(): NoForecast {
    const message = `A forecast needs ${this.#needed} known values of ${this.#stepSeconds} s; there are ${this.#known}.`;
    return { kind: 'None', reason: 'HistoryTooShort', message };
  }
}
