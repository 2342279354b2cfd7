import { ForecastError } from '../forecast-error.ts';
import { sampleFrom } from '../series.ts';
import type { AheadOptions } from './ahead-options.ts';
import { blended, levelsAhead } from './blend.ts';
import { Indicator } from './indicator.ts';
import { jumpWidth } from './jump-features.ts';
import { JumpHistory, learnedCycles } from './jump-history.ts';
import { JumpModel } from './jump-model.ts';
import type { Past } from './past.ts';
import { Samples } from './samples.ts';
import { lookedBackOn } from './scene.ts';
import { SortedWindow } from './sorted-window.ts';
import { StateReader, StateWriter } from './state-bytes.ts';
import { samplesBeforeLearning, Walk } from './walk.ts';

/** Quantiles of the maximum of the load over the window ahead. */
export interface AheadForecast {
  /** Chances, rising, that the maximum is at or below the load of the same place. */
  readonly levels: readonly number[];
  /** Loads, not falling and not negative, in the unit of the samples. */
  readonly loads: readonly number[];
}

/** Samples before there is a forecast. */
export const samplesBeforeForecast = 30;
const standardisedCycles = 3;
const mostStandardised = 10_000;
/** Seasons between two jump models: at first, and from so many seasons on. */
const learnEvery = { first: 0.5, later: 1, from: 3.5 } as const;
const fewestJumpRows = 100;
const snapshotVersion = 4;
/** More would make a step dear and the regressions slow to learn. */
const mostIndicators = 8;

/** What there is from the moment on at which the unit of the load is known. */
interface Begun extends Past {
  /** Mean of the first loads. */
  readonly unit: number;
  readonly walk: Walk;
  readonly history: JumpHistory;
}

/** What came with one step. */
interface Arrival {
  readonly value: number | null;
  readonly indicators: readonly (number | null)[];
}

/**
 * Forecasts the maximum of a load over a window that begins some time ahead, sample by sample, for deciding
 * how many replicas will be needed when those decided now begin to serve. A ridge regression on the root of
 * the load says the rise, a second one how far off it may be, and a quantile forest what the two leave out:
 * jumps by the clock, bursts, and calm. All learn from each sample once its window has passed, never before.
 * Leading indicators are told with the samples, each as far as it is known by then: one that is known for some steps in
 * advance is given that many steps early. While nothing is known of one, the forecast is made without it.
 */
export class AheadForecaster {
  readonly #options: AheadOptions;
  readonly #standardised: SortedWindow;
  readonly #row: Float32Array;
  /** One place for each indicator, nothing known. */
  readonly #noIndicators: readonly null[];
  /** Samples before the unit of the load is known. */
  #opening: Arrival[] = [];
  #begun: Begun | undefined;
  #jumps: JumpModel | undefined;
  /** Step at which a jump model is due. */
  #learnAt: number;
  /** Whether that is at the phase that was asked for. */
  #isInPhase = false;
  /** Step up to which the next forecast has to learn a jump model first. */
  #toLearn: number | undefined;

  /** @throws ForecastError `REQUEST_INVALID` for a window or seasons that cannot be */
  constructor(options: AheadOptions) {
    checkOptions(options);
    this.#options = options;
    const { long } = options.seasons;
    const { indicators = 0 } = options;
    this.#row = new Float32Array(jumpWidth(indicators));
    this.#noIndicators = Array.from({ length: indicators }, () => null);
    this.#standardised = new SortedWindow(Math.min(standardisedCycles * long, mostStandardised));
    this.#learnAt = Math.max(200, Math.round(learnEvery.first * long));
  }

  /**
   * The forecaster that `snapshot` was taken of; it goes on as if nothing had happened.
   * @throws ForecastError `SNAPSHOT_INVALID`, also for one of another kind of machine
   */
  static restore(snapshot: Uint8Array): AheadForecaster {
    const from = new StateReader(snapshot);
    if (from.number() !== snapshotVersion)
      throw new ForecastError('SNAPSHOT_INVALID', 'the snapshot is of another version; open from history');
    const head = Array.from({ length: 7 }, () => from.number());
    const [begin, end, short, long, longest, learnPhase, indicators] = head;
    const forecaster = new AheadForecaster({
      window: { from: begin as number, to: end as number },
      seasons: { short: short as number, long: long as number, longest: longest as number },
      ...(learnPhase === undefined ? {} : { learnPhase }),
      ...(indicators === 0 ? {} : { indicators: indicators as number }),
    });
    forecaster.#restore(from);
    from.end();
    return forecaster;
  }

  /** Samples that were taken. */
  get count(): number {
    return this.#opening.length + (this.#begun?.samples.end ?? 0);
  }

  /** The window and the seasons that it was made for. */
  get options(): AheadOptions {
    return this.#options;
  }

  /** Which of the indicators nothing is known of at the newest step, by place: the forecast is made without them. */
  get withoutIndicators(): readonly number[] {
    return (this.#begun?.indicators ?? []).flatMap((indicator, place) =>
      Number.isNaN(indicator.at(indicator.end - 1)) ? [place] : [],
    );
  }

  /**
   * Takes the sample of the next step, and the newest values of the indicators; `null` where there is none.
   * @throws ForecastError `VALUE_INVALID`, `REGRESSOR_INVALID`; the forecaster stays as it was
   */
  add(value: number | null, indicators: readonly (number | null)[] = this.#noIndicators): void {
    this.#checkIndicators(indicators);
    const load = sampleFrom(value);
    if (load < 0) throw new ForecastError('VALUE_INVALID', `a load must not be negative, but ${load} is`);
    if (this.#begun !== undefined) {
      this.#take(this.#begun, load, indicators);
      return;
    }
    this.#opening.push({ value, indicators });
    const known = this.#opening.flatMap((one) => one.value ?? []);
    if (known.length < samplesBeforeForecast) return;
    const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
    const begun = this.#begin(mean > 0 ? mean : 1);
    const opening = this.#opening;
    this.#opening = [];
    for (const one of opening) this.#take(begun, sampleFrom(one.value), one.indicators);
  }

  /** The forecast from the newest sample on; undefined before there are enough. */
  forecast(): AheadForecast | undefined {
    if (this.#begun === undefined || this.#standardised.count < 2) return undefined;
    this.#learnJumps();
    const { walk, unit } = this.#begun;
    const { sigma, centre } = walk.guess;
    if (this.#jumps !== undefined) {
      walk.describe(this.#row);
      this.#jumps.look(this.#row);
    }
    const misses = blended(this.#standardised, sigma, this.#jumps);
    const loads = misses.map((miss) => Math.max(0, centre + miss) ** 2 * unit);
    return { levels: levelsAhead, loads };
  }

  /** The whole state as bytes, to be kept anywhere and given to `restore`. */
  snapshot(): Uint8Array {
    this.#learnJumps();
    const { window, seasons, learnPhase = 0, indicators = 0 } = this.#options;
    const to = new StateWriter();
    for (const value of [snapshotVersion, window.from, window.to]) to.number(value);
    for (const season of [seasons.short, seasons.long, seasons.longest]) to.number(season);
    to.number(learnPhase);
    to.number(indicators);
    const opening = this.#opening.flatMap((one) => [one.value, ...one.indicators]);
    to.array(Float64Array.from(opening, (value) => value ?? Number.NaN));
    to.number(this.#begun?.unit ?? 0);
    to.number(this.#learnAt);
    to.number(this.#isInPhase ? 1 : 0);
    for (const part of this.#parts()) part.save(to);
    to.number(this.#jumps === undefined ? 0 : 1);
    this.#jumps?.save(to);
    return to.bytes();
  }

  #restore(from: StateReader): void {
    const opening = Array.from(from.array(Float64Array), (value) => (Number.isNaN(value) ? null : value));
    const width = 1 + (this.#options.indicators ?? 0);
    for (let at = 0; at < opening.length; at += width)
      this.#opening.push({ value: opening[at] ?? null, indicators: opening.slice(at + 1, at + width) });
    const unit = from.number();
    this.#learnAt = from.number();
    this.#isInPhase = from.number() === 1;
    if (unit > 0) this.#begin(unit);
    for (const part of this.#parts()) part.restore(from);
    if (from.number() === 1) this.#jumps = JumpModel.restore(from);
  }

  #parts(): readonly (Samples | Indicator | SortedWindow | Walk | JumpHistory)[] {
    if (this.#begun === undefined) return [this.#standardised];
    const { samples, indicators, walk, history } = this.#begun;
    return [samples, ...indicators, this.#standardised, walk, history];
  }

  #begin(unit: number): Begun {
    const { long } = this.#options.seasons;
    const kept = (learnedCycles + 1) * long + lookedBackOn(this.#options);
    const samples = new Samples(kept, unit);
    const indicators = this.#noIndicators.map(() => new Indicator(kept, long));
    const walkFromStart = () => new Walk(this.#options, { samples, indicators });
    const history = new JumpHistory(long, this.#row.length, walkFromStart);
    this.#begun = { unit, samples, indicators, walk: walkFromStart(), history };
    return this.#begun;
  }

  #take({ samples, indicators, walk, history }: Begun, load: number, known: Arrival['indicators']): void {
    samples.push(load);
    indicators.forEach((indicator, place) => void indicator.push(known[place] ?? null));
    const missed = walk.advance();
    if (missed !== undefined) {
      const { step, miss, sigma } = missed;
      if (step > samplesBeforeLearning || this.#standardised.count < samplesBeforeForecast)
        this.#standardised.add(miss / sigma);
    }
    if (walk.now < this.#learnAt) return;
    this.#learnAt = walk.now + this.#stepsToNextLearning(walk.now);
    history.moveTo(walk.now);
    this.#toLearn = walk.now;
  }

  #checkIndicators(values: Arrival['indicators']): void {
    const { length } = this.#noIndicators;
    if (values.length !== length)
      throw new ForecastError('REGRESSOR_INVALID', `${length} indicators were agreed, not ${values.length}`);
    if (!values.every((value) => value === null || Number.isFinite(value)))
      throw new ForecastError('REGRESSOR_INVALID', 'indicators must be numbers and nulls');
  }

  #stepsToNextLearning(now: number): number {
    const { seasons, learnPhase = 0 } = this.#options;
    if (now / seasons.long < learnEvery.from) return Math.round(seasons.long * learnEvery.first);
    const earlier = this.#isInPhase ? 0 : learnPhase;
    this.#isInPhase = true;
    return Math.round(seasons.long * (learnEvery.later - earlier));
  }

  /** Learning waits for who asks: while a history is walked through nobody does. */
  #learnJumps(): void {
    if (this.#toLearn === undefined || this.#begun === undefined) return;
    const rows = this.#begun.history.rowsUpTo(this.#toLearn);
    this.#toLearn = undefined;
    if (rows.misses.length >= fewestJumpRows) this.#jumps = JumpModel.learn(rows);
  }
}

function checkOptions({ window, seasons, learnPhase = 0, indicators = 0 }: AheadOptions): void {
  const { from, to } = window;
  if (!(from >= 0 && to > from && to <= 100_000))
    throw new ForecastError(
      'REQUEST_INVALID',
      `the window must lie ahead and not be empty, not ${from} to ${to}`,
    );
  const { short, long, longest } = seasons;
  if (![short, long, longest].every((season) => Number.isInteger(season) && season >= 2))
    throw new ForecastError('REQUEST_INVALID', 'seasons must be whole numbers of at least 2 steps');
  if (!(learnPhase >= 0 && learnPhase < 1))
    throw new ForecastError('REQUEST_INVALID', `the phase must be from 0 to before 1, not ${learnPhase}`);
  if (!(Number.isInteger(indicators) && indicators >= 0 && indicators <= mostIndicators))
    throw new ForecastError(
      'REQUEST_INVALID',
      `there may be up to ${mostIndicators} indicators, not ${indicators}`,
    );
}
