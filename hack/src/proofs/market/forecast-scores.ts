import { SymbolForecaster } from '@pricecast/forecaster';
import { barsOf, type RecordedMinute } from './recorded-bars.ts';

/** How the forecasts over one horizon fared, in figures a reader can compare. */
export interface ForecastScore {
  readonly horizonMinutes: number;
  readonly forecasts: number;
  /** Mean absolute error of the price model over that of the last price. */
  readonly priceErrorRatio: number;
  readonly coverage80: number;
  readonly coverage95: number;
  /** Pinball loss of the 95 % interval over that of a normal one with the deviation of all returns so far. */
  readonly pinballRatio: number;
  readonly volatilityR2: number;
  readonly volumeR2: number;
}

const minutesOfDay = 1_440;
const learntDays = 7;
const levels = [0.8, 0.95];
const normalQuantile = 1.959964;
/** Floors of the logarithms, the same for all forecasts: 0.1 basis points, and 2 % of the mean volume. */
const floorOfMove = 1e-5;
const floorOfVolume = 0.02;

/** What came of a stretch of minutes. */
interface Outcome {
  readonly logReturn: number;
  readonly logMove: number;
  readonly logVolume: number;
}

/**
 * Scores forecasts from a rolling origin: each rests on the minutes before it alone, seven days are learnt before any
 * is scored. Log-volatility is the logarithm of the mean absolute return of a minute, log-volume of the mean volume.
 */
export function forecastScores(
  minutes: readonly RecordedMinute[],
  horizons: readonly number[],
): readonly ForecastScore[] {
  const forecaster = new SymbolForecaster(horizons, levels);
  const bars = new Map(barsOf(minutes).map((bar) => [bar.start, bar]));
  const market = new Outcomes(minutes);
  const sheets = horizons.map((horizon) => new ScoreSheet(horizon, market));
  for (const [at, { start }] of minutes.entries()) {
    const bar = bars.get(start);
    for (const sheet of sheets) sheet.pass(at);
    if (bar === undefined) continue;
    forecaster.add(bar);
    forecaster.refitNext();
    if (at < learntDays * minutesOfDay) continue;
    for (const sheet of sheets) sheet.add(at, forecaster);
  }
  return sheets.map((sheet) => sheet.score());
}

class Outcomes {
  readonly length: number;
  readonly #returns: readonly number[];
  readonly #volumes: readonly number[];
  readonly #floor: number;

  constructor(minutes: readonly RecordedMinute[]) {
    this.length = minutes.length;
    this.#returns = minutes.map(({ close }, at) => Math.log(close / (minutes[at - 1]?.close ?? close)));
    this.#volumes = minutes.map(({ volume }) => volume);
    const learnt = this.#volumes.slice(0, learntDays * minutesOfDay);
    this.#floor = (floorOfVolume * learnt.reduce((sum, volume) => sum + volume, 0)) / learnt.length;
  }

  /** What came in the minutes behind `at`. */
  behind(at: number, horizon: number): Outcome {
    const returns = this.#returns.slice(at + 1, at + 1 + horizon);
    const volumes = this.#volumes.slice(at + 1, at + 1 + horizon);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / horizon;
    return {
      logReturn: horizon * mean(returns),
      logMove: Math.log(mean(returns.map(Math.abs)) + floorOfMove),
      logVolume: this.logVolume(mean(volumes)),
    };
  }

  logVolume(volume: number): number {
    return Math.log(volume + this.#floor);
  }
}

class ScoreSheet {
  readonly #horizon: number;
  readonly #market: Outcomes;
  readonly #volatility = new Fit();
  readonly #volume = new Fit();
  readonly #sums = { count: 0, model: 0, lastPrice: 0, inside80: 0, inside95: 0, pinball: 0, constant: 0 };
  /** Of the returns over the horizon that have ended by now. */
  #squares = 0;
  #ended = 0;

  constructor(horizon: number, market: Outcomes) {
    this.#horizon = horizon;
    this.#market = market;
  }

  /** Notes the return that ends with this minute. */
  pass(at: number): void {
    if (at < this.#horizon) return;
    this.#squares += this.#market.behind(at - this.#horizon, this.#horizon).logReturn ** 2;
    this.#ended += 1;
  }

  add(at: number, forecaster: SymbolForecaster): void {
    const forecast = forecaster.forecast;
    const made = forecast?.horizons.get(this.#horizon);
    if (forecast === undefined || made === undefined || at + this.#horizon >= this.#market.length) return;
    const outcome = this.#market.behind(at, this.#horizon);
    this.#volatility.add(made.volatility.point, outcome.logMove);
    const volume = Math.max(0, Math.exp(made.volume.point) - forecast.floors.volume);
    this.#volume.add(this.#market.logVolume(volume), outcome.logVolume);
    this.#addPrice(outcome.logReturn, made.price.candidate ?? 0, made.price.bounds);
  }

  score(): ForecastScore {
    const { count, model, lastPrice, inside80, inside95, pinball, constant } = this.#sums;
    return {
      horizonMinutes: this.#horizon,
      forecasts: count,
      priceErrorRatio: model / lastPrice,
      coverage80: inside80 / count,
      coverage95: inside95 / count,
      pinballRatio: pinball / constant,
      volatilityR2: this.#volatility.r2,
      volumeR2: this.#volume.r2,
    };
  }

  #addPrice(outcome: number, drift: number, bounds: ReadonlyMap<number, readonly [number, number]>): void {
    const inside = (level: number) => {
      const [lower = 0, upper = 0] = bounds.get(level) ?? [];
      return lower <= outcome && outcome <= upper ? 1 : 0;
    };
    const [lower = 0, upper = 0] = bounds.get(0.95) ?? [];
    const constant = normalQuantile * Math.sqrt(this.#squares / this.#ended);
    this.#sums.count += 1;
    this.#sums.model += Math.abs(outcome - drift);
    this.#sums.lastPrice += Math.abs(outcome);
    this.#sums.inside80 += inside(0.8);
    this.#sums.inside95 += inside(0.95);
    this.#sums.pinball += pinball(lower, outcome, 0.025) + pinball(upper, outcome, 0.975);
    this.#sums.constant += pinball(-constant, outcome, 0.025) + pinball(constant, outcome, 0.975);
  }
}

/** Share of the variance of outcomes that forecasts explain. */
class Fit {
  #count = 0;
  #sum = 0;
  #squares = 0;
  #errors = 0;

  add(forecast: number, outcome: number): void {
    this.#count += 1;
    this.#sum += outcome;
    this.#squares += outcome * outcome;
    this.#errors += (outcome - forecast) ** 2;
  }

  get r2(): number {
    return 1 - this.#errors / (this.#squares - this.#sum ** 2 / this.#count);
  }
}

function pinball(quantile: number, outcome: number, probability: number): number {
  const excess = outcome - quantile;
  return excess >= 0 ? probability * excess : (probability - 1) * excess;
}
