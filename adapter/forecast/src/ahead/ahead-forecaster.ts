import { ForecastError } from '../forecast-error.ts';
import { sampleFrom } from '../series.ts';
import type { AheadOptions } from './ahead-options.ts';
import { blended, levelsAhead } from './blend.ts';
import { GrowingRidge } from './growing-ridge.ts';
import { jumpWidth, writeJump } from './jump-features.ts';
import { JumpHistory } from './jump-history.ts';
import { largestOver } from './largest-over.ts';
import { riseWidth, writeRise } from './rise-features.ts';
import { RowRing } from './row-ring.ts';
import { RowWriter } from './row-writer.ts';
import { Scene } from './scene.ts';
import { SortedWindow } from './sorted-window.ts';
import { spreadWidth, writeSpread } from './spread-features.ts';
import { Track } from './track.ts';

/** Quantiles of the maximum of the load over the window ahead. */
export interface AheadForecast {
  /** Chances, rising, that the maximum is at or below the load of the same place. */
  readonly levels: readonly number[];
  /** Loads, not falling and not negative, in the unit of the samples. */
  readonly loads: readonly number[];
}

/** Samples before there is a forecast. */
export const samplesBeforeForecast = 30;
const samplesBeforeLearning = 60;
const halfLifeCycles = 5;
const standardisedCycles = 3;
const solveEvery = 15;
const missClip = 6;

/**
 * Forecasts the maximum of a load over a window that begins some time ahead, sample by sample, for deciding
 * how many replicas will be needed when those decided now begin to serve. A ridge regression on the root of
 * the load says the rise, a second one how far off it may be, and a quantile forest what the two leave out:
 * jumps by the clock, bursts, and calm. All learn from each sample once its window has passed, never before.
 */
export class AheadForecaster {
  readonly #options: AheadOptions;
  readonly #scene: Scene;
  readonly #loads: Track;
  readonly #known: Track;
  readonly #centres: Track;
  readonly #sigmas: Track;
  readonly #rise: GrowingRidge;
  readonly #spread: GrowingRidge;
  readonly #riseRows: RowRing;
  readonly #spreadRows: RowRing;
  readonly #jumps: JumpHistory;
  readonly #standardised: SortedWindow;
  readonly #writer = new RowWriter();
  #opening: (number | null)[] = [];
  #scale = 0;

  /** @throws ForecastError `REQUEST_INVALID` for a window or seasons that cannot be */
  constructor(options: AheadOptions) {
    checkOptions(options);
    this.#options = options;
    this.#scene = new Scene(options);
    const { long } = options.seasons;
    const pending = this.#scene.furthest + 2;
    this.#loads = new Track(pending + 2);
    this.#known = new Track(pending + 2);
    this.#centres = new Track(pending + 2);
    this.#sigmas = new Track(pending + 2);
    this.#rise = new GrowingRidge(riseWidth, halfLifeCycles * long);
    this.#spread = new GrowingRidge(spreadWidth, halfLifeCycles * long);
    this.#riseRows = new RowRing(riseWidth, pending);
    this.#spreadRows = new RowRing(spreadWidth, pending);
    this.#jumps = new JumpHistory(jumpWidth, long);
    this.#standardised = new SortedWindow(Math.min(standardisedCycles * long, 10_000));
  }

  /**
   * Takes the sample of the next step; `null` where there was none.
   * @throws ForecastError `VALUE_INVALID`; the forecaster stays as it was
   */
  add(value: number | null): void {
    const load = sampleFrom(value);
    if (load < 0) throw new ForecastError('VALUE_INVALID', `a load must not be negative, but ${load} is`);
    if (this.#scale > 0) {
      this.#take(load);
      return;
    }
    this.#opening.push(value);
    const known = this.#opening.filter((one) => one !== null);
    if (known.length < samplesBeforeForecast) return;
    const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
    this.#scale = mean > 0 ? Math.sqrt(mean) : 1;
    const opening = this.#opening;
    this.#opening = [];
    for (const one of opening) this.#take(sampleFrom(one));
  }

  /** The forecast from the newest sample on; undefined before there are enough. */
  forecast(): AheadForecast | undefined {
    if (this.#standardised.count < 2) return undefined;
    const { now } = this.#scene;
    const sigma = this.#sigmas.at(now);
    const centre = this.#centres.at(now);
    const misses = blended(this.#standardised, sigma, this.#jumps.modelAt(now));
    const loads = misses.map((miss) => (Math.max(0, centre + miss) * this.#scale) ** 2);
    return { levels: levelsAhead, loads };
  }

  #take(load: number): void {
    const known = !Number.isNaN(load);
    const before = this.#scene.level(this.#scene.now);
    this.#scene.addLevel(known ? Math.sqrt(load) / this.#scale : before);
    this.#loads.push(known ? load : this.#loads.at(this.#loads.end - 1));
    this.#known.push(known ? 1 : 0);
    const { now } = this.#scene;
    this.#learn(now - this.#scene.furthest);
    if (now > samplesBeforeForecast && now % solveEvery === 0) {
      this.#rise.solve();
      this.#spread.solve();
    }
    this.#predict(now);
  }

  #learn(step: number): void {
    const peak = step < 0 ? Number.NaN : largestOver(this.#loads, this.#known, step, this.#options.window);
    if (Number.isNaN(peak)) {
      this.#jumps.settle(step, Number.NaN);
      return;
    }
    const sigma = this.#sigmas.at(step);
    const miss = Math.sqrt(peak) / this.#scale - this.#centres.at(step);
    this.#scene.addMiss(step, miss);
    this.#jumps.settle(step, step > samplesBeforeLearning ? miss : Number.NaN);
    if (step > samplesBeforeLearning || this.#standardised.count < samplesBeforeForecast)
      this.#standardised.add(miss / sigma);
    const clip = missClip * Math.max(sigma, this.#scene.spread.long);
    const tamed = Math.max(-clip, Math.min(clip, miss));
    this.#rise.add(this.#riseRows.at(step), this.#centres.at(step) - this.#scene.level(step) + tamed);
    this.#spread.add(this.#spreadRows.at(step), Math.min(Math.abs(miss), 4 * sigma + 0.02));
  }

  #predict(now: number): void {
    const { spread } = this.#scene;
    const learned = now > samplesBeforeLearning + this.#scene.furthest;
    const riseRow = this.#riseRows.at(now);
    writeRise(this.#scene, this.#writer.begin(riseRow));
    this.#writer.end();
    const rise = learned ? this.#rise.predict(riseRow) : 0;
    this.#centres.push(Math.max(0, this.#scene.level(now) + rise));
    const spreadRow = this.#spreadRows.at(now);
    writeSpread(this.#scene, rise, this.#writer.begin(spreadRow));
    this.#writer.end();
    const expected = now > 2 * samplesBeforeLearning ? this.#spread.predict(spreadRow) : spread.short;
    const sigma = Math.max(expected, 0.25 * spread.short, 0.1 * spread.long, 1e-6);
    this.#sigmas.push(sigma);
    writeJump(this.#scene, rise, sigma, this.#writer.begin(this.#jumps.rowFor(now)));
    this.#writer.end();
    this.#jumps.learnIfDue(now);
  }
}

function checkOptions({ window, seasons }: AheadOptions): void {
  const { from, to } = window;
  if (!(from >= 0 && to > from && to <= 100_000))
    throw new ForecastError(
      'REQUEST_INVALID',
      `the window must lie ahead and not be empty, not ${from} to ${to}`,
    );
  const { short, long, longest } = seasons;
  if (![short, long, longest].every((season) => Number.isInteger(season) && season >= 2))
    throw new ForecastError('REQUEST_INVALID', 'seasons must be whole numbers of at least 2 steps');
}
