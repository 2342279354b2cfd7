import type { ForecastOutcome } from '@pricecast/decision';
import { type Forecast, ForecastError, LiveForecaster } from '@pricecast/forecast';
import type { ForecastMade, NoForecast, StepAnswer, TrackOptions } from './forecast-answer.ts';
import { OutcomeJudge } from './outcome-judge.ts';

/** Quantile whose pinball loss arms the forecast; one that a decision really rests on. */
const judgedLevel = 0.9;
/** Quantiles of the maximum that a decision is made from. */
const probabilities = [0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995];
/** Forecasts that are made of the past to see whether they would have been good: fewest to arm, and most. */
const rehearsals = { fewest: 45, most: 120 } as const;
/** Time that they may take in all, in milliseconds: a new scaler shall forecast within 30 s. */
const rehearsalMs = 8_000;
/** Windows of known values without which there is no forecast. */
const fewestWindows = 3;

/** Forecasts of one series, each judged when the time that it speaks of is over. */
export class ForecastTrack {
  readonly #options: TrackOptions;
  readonly #live: LiveForecaster;
  readonly #judge: OutcomeJudge;
  #known: number;

  private constructor(options: TrackOptions, history: readonly (number | null)[]) {
    const { stepSeconds, startSeconds, windowSteps, seasons, timeZone } = options;
    this.#options = options;
    this.#live = LiveForecaster.open(
      {
        stepSeconds,
        startSeconds,
        horizon: windowSteps,
        windows: [windowSteps],
        probabilities,
        timeZone,
        ...(seasons === undefined ? {} : { seasons }),
      },
      history,
    );
    this.#judge = new OutcomeJudge(windowSteps, judgedLevel);
    this.#known = countKnown(history);
    for (const value of history) this.#judge.add(value);
  }

  /**
   * Opens a track. The newest part of the history is walked through as if it came now, to judge forecasts on it; on
   * `monotonicMs` it is measured how many of them there is time for.
   */
  static open(
    options: TrackOptions,
    history: readonly (number | null)[],
    monotonicMs: () => number,
  ): { readonly track: ForecastTrack; readonly answer: StepAnswer } {
    const count = ForecastTrack.#rehearsals(new ForecastTrack(options, history), monotonicMs);
    const stride = strideOf(history.length, options, count);
    const rehearsed = Math.max(0, Math.min(history.length, count * stride + options.windowSteps));
    const begin = history.length - rehearsed;
    const track = new ForecastTrack(options, history.slice(0, begin));
    const outcomes: ForecastOutcome[] = [];
    history.slice(begin).forEach((value, index) => {
      outcomes.push(...track.#add(value));
      if (index % stride === 0 && index < count * stride) track.#forecast();
    });
    return { track, answer: { forecast: track.#forecast(), outcomes } };
  }

  /** Adds values and forecasts from the newest on. */
  step(values: readonly (number | null)[]): StepAnswer {
    const outcomes = values.flatMap((value) => this.#add(value));
    return { forecast: this.#forecast(), outcomes };
  }

  /** Milliseconds that one forecast takes. */
  #cost(monotonicMs: () => number): number {
    const began = monotonicMs();
    this.#forecast();
    return monotonicMs() - began;
  }

  /** As many rehearsals as there is time for. */
  static #rehearsals(track: ForecastTrack, monotonicMs: () => number): number {
    const affordable = Math.floor(rehearsalMs / Math.max(1, track.#cost(monotonicMs)));
    return Math.min(rehearsals.most, Math.max(rehearsals.fewest, affordable));
  }

  #add(value: number | null): readonly ForecastOutcome[] {
    this.#live.add(value);
    if (value !== null) this.#known += 1;
    return this.#judge.add(value);
  }

  #forecast(): ForecastMade | NoForecast {
    const needed = fewestWindows * this.#options.windowSteps;
    if (this.#known < needed) {
      const message = `A forecast needs ${needed} known values of ${this.#options.stepSeconds} s; there are ${this.#known}.`;
      return { kind: 'None', reason: 'HistoryTooShort', message };
    }
    try {
      const made = madeOf(this.#live.forecast(), this.#options.windowSteps);
      if (made.kind === 'Made') this.#judge.promise(levelIn(made, judgedLevel));
      return made;
    } catch (error) {
      if (!(error instanceof ForecastError)) throw error;
      return { kind: 'None', reason: 'ForecastUnavailable', message: `${error.message}.` };
    }
  }
}

/** Rehearsals lie as far apart as a third of the history allows, so that they see more than its last minutes. */
function strideOf(length: number, { windowSteps }: TrackOptions, count: number): number {
  return Math.max(1, Math.floor((length / 3 - windowSteps) / count));
}

const countKnown = (values: readonly (number | null)[]): number =>
  values.reduce<number>((count, value) => count + (value === null ? 0 : 1), 0);

const levelIn = ({ outlook }: ForecastMade, level: number): number =>
  outlook.loads[outlook.levels.indexOf(level)] ?? Number.NaN;

/** Quantiles are forecast one by one; a decision wants them in order and not negative. */
function madeOf(forecast: Forecast, windowSteps: number): ForecastMade | NoForecast {
  const quantiles = forecast.windowMax[String(windowSteps)] ?? {};
  let highest = 0;
  const loads = probabilities.map((level) => {
    highest = Math.max(highest, quantiles[String(level)] ?? Number.NaN);
    return highest;
  });
  if (!loads.every(Number.isFinite))
    return { kind: 'None', reason: 'ForecastUnavailable', message: 'The forecast has no finite maximum.' };
  const { coverage } = forecast.record;
  return {
    kind: 'Made',
    outlook: { levels: probabilities, loads },
    path: { median: forecast.quantiles['0.5'] ?? forecast.point, upper: forecast.quantiles['0.9'] ?? [] },
    model: forecast.model.name,
    ...(coverage === undefined ? {} : { coverage }),
    notes: forecast.model.reason === undefined ? forecast.notes : [forecast.model.reason, ...forecast.notes],
  };
}
