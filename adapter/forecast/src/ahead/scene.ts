import type { AheadOptions } from './ahead-options.ts';
import { IndicatorLags } from './indicator-lags.ts';
import type { Past } from './past.ts';
import { PhaseMean } from './phase-mean.ts';
import type { Samples } from './samples.ts';
import type { StateReader, StateWriter } from './state-bytes.ts';
import { StepValues } from './step-values.ts';

/** Long and short cycles that features look back on. */
const rememberedCycles = { long: 7, short: 25 } as const;
const longCycles = 7;
const shortCycles = 24;
const spreadCycles = 5;

/** Running means of how far forecasts were off, over about ten, sixty and a long season of steps. */
export interface Spread {
  recent: number;
  short: number;
  long: number;
}

/** Steps back from the newest that a description of a moment may look at. */
export function lookedBackOn({ window, seasons: { short, long, longest } }: AheadOptions): number {
  const cycles = Math.max(longest, rememberedCycles.long * long, rememberedCycles.short * short);
  return cycles + Math.ceil(window.to) + 300;
}

/**
 * What is remembered of a load in order to describe a moment: levels (roots of the load over its unit), how far
 * forecasts were off, and what is usual at each phase of the seasons. It reads samples that others read as well, and
 * sees none that lies after its own moment.
 */
export class Scene {
  readonly seasons: AheadOptions['seasons'];
  /** Steps from the newest sample to the middle of the window, and to its end. */
  readonly ahead: number;
  readonly furthest: number;
  readonly misses: StepValues;
  readonly spread: Spread = { recent: 0.05, short: 0.05, long: 0.05 };
  readonly usualLong: PhaseMean;
  readonly usualShort: PhaseMean;
  readonly spreadLong: PhaseMean;
  readonly spreadShort: PhaseMean;
  /** What the indicators were like lately. */
  readonly lags: readonly IndicatorLags[];
  readonly #samples: Samples;
  #now = -1;

  constructor(options: AheadOptions, { samples, indicators }: Past) {
    const { window, seasons } = options;
    this.seasons = seasons;
    this.ahead = Math.round((window.from + window.to) / 2);
    this.furthest = Math.ceil(window.to);
    this.misses = new StepValues(lookedBackOn(options));
    this.usualLong = new PhaseMean(seasons.long, longCycles);
    this.usualShort = new PhaseMean(seasons.short, shortCycles);
    this.spreadLong = new PhaseMean(seasons.long, spreadCycles);
    this.spreadShort = new PhaseMean(seasons.short, shortCycles);
    this.lags = indicators.map((indicator) => new IndicatorLags(indicator));
    this.#samples = samples;
  }

  /** Newest step. */
  get now(): number {
    return this.#now;
  }

  /** Goes on to the next step, the sample of which is there. */
  advance(): void {
    this.#now += 1;
    const level = this.level(this.#now);
    this.misses.push(Number.NaN);
    this.usualLong.add(this.#now, level);
    this.usualShort.add(this.#now, level);
    this.#lookBack();
  }

  /** Takes note of how far the forecast made at `step` was off. */
  addMiss(step: number, miss: number): void {
    this.misses.set(step, miss);
    const size = Math.abs(miss);
    this.spread.recent += (size - this.spread.recent) / 10;
    this.spread.short += (size - this.spread.short) / 60;
    this.spread.long += (size - this.spread.long) / Math.max(60, this.seasons.long);
    this.spreadLong.add(step, size);
    this.spreadShort.add(step, size);
  }

  /** Level at a step; 0 where it is not known. */
  level(step: number): number {
    if (step > this.#now) return 0;
    const level = this.#samples.level(step);
    return Number.isNaN(level) ? 0 : level;
  }

  /** How far the forecast made at a step was off; 0 where that is not known. */
  miss(step: number): number {
    const miss = this.misses.at(step);
    return Number.isNaN(miss) ? 0 : miss;
  }

  /** Mean level over the `width` steps that end with `step`, or over those of them that are known. */
  mean(step: number, width: number): number {
    const count = Math.min(width, step + 1);
    let sum = 0;
    for (let back = 0; back < count; back += 1) sum += this.level(step - back);
    return sum / count;
  }

  /** Largest of `value` over the steps around `step`. */
  static largest(step: number, around: number, value: (step: number) => number): number {
    let largest = Number.NEGATIVE_INFINITY;
    for (let at = step - around; at <= step + around; at += 1) largest = Math.max(largest, value(at));
    return largest;
  }

  save(to: StateWriter): void {
    const { recent, short, long } = this.spread;
    for (const value of [this.#now, recent, short, long]) to.number(value);
    for (const part of this.#parts()) part.save(to);
  }

  restore(from: StateReader): void {
    this.#now = from.number();
    this.spread.recent = from.number();
    this.spread.short = from.number();
    this.spread.long = from.number();
    for (const part of this.#parts()) part.restore(from);
    this.#lookBack();
  }

  #lookBack(): void {
    for (const lags of this.lags) lags.look(this.#now);
  }

  #parts(): readonly (StepValues | PhaseMean)[] {
    return [this.misses, this.usualLong, this.usualShort, this.spreadLong, this.spreadShort];
  }
}
