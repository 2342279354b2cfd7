import type { AheadOptions } from './ahead-options.ts';
import { PhaseMean } from './phase-mean.ts';
import { Track } from './track.ts';

/** Long cycles of which residuals are remembered. */
const rememberedCycles = 8;
const longCycles = 7;
const shortCycles = 24;
const spreadCycles = 5;

/** Running means of how far forecasts were off, over about ten, sixty and a long season of steps. */
export interface Spread {
  recent: number;
  short: number;
  long: number;
}

/**
 * What is remembered of a load in order to describe a moment: levels (roots of the load over a scale), how far
 * forecasts were off, and what is usual at each phase of the seasons.
 */
export class Scene {
  readonly seasons: AheadOptions['seasons'];
  /** Steps from the newest sample to the middle of the window, and to its end. */
  readonly ahead: number;
  readonly furthest: number;
  readonly levels: Track;
  readonly misses: Track;
  readonly spread: Spread = { recent: 0.05, short: 0.05, long: 0.05 };
  readonly usualLong: PhaseMean;
  readonly usualShort: PhaseMean;
  readonly spreadLong: PhaseMean;
  readonly spreadShort: PhaseMean;
  readonly #sums: Track;
  #sum = 0;

  constructor({ window, seasons }: AheadOptions) {
    this.seasons = seasons;
    this.ahead = Math.round((window.from + window.to) / 2);
    this.furthest = Math.ceil(window.to);
    const kept = Math.max(seasons.longest, rememberedCycles * seasons.long) + this.furthest + 300;
    this.levels = new Track(kept);
    this.misses = new Track(kept);
    this.#sums = new Track(kept);
    this.usualLong = new PhaseMean(seasons.long, longCycles);
    this.usualShort = new PhaseMean(seasons.short, shortCycles);
    this.spreadLong = new PhaseMean(seasons.long, spreadCycles);
    this.spreadShort = new PhaseMean(seasons.short, shortCycles);
  }

  /** Newest step. */
  get now(): number {
    return this.levels.end - 1;
  }

  addLevel(level: number): void {
    const step = this.levels.end;
    this.levels.push(level);
    this.#sum += level;
    this.#sums.push(this.#sum);
    this.misses.push(Number.NaN);
    this.usualLong.add(step, level);
    this.usualShort.add(step, level);
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
    const level = this.levels.at(step);
    return Number.isNaN(level) ? 0 : level;
  }

  /** How far the forecast made at a step was off; 0 where that is not known. */
  miss(step: number): number {
    const miss = this.misses.at(step);
    return Number.isNaN(miss) ? 0 : miss;
  }

  /** Mean level over the `width` steps that end with `step`, or over those of them that are known. */
  mean(step: number, width: number): number {
    const before = this.#sums.at(step - width);
    if (!Number.isNaN(before)) return (this.#sums.at(step) - before) / width;
    return step < width ? this.#sums.at(step) / (step + 1) : this.level(step);
  }

  /** Largest of `value` over the steps around `step`. */
  static largest(step: number, around: number, value: (step: number) => number): number {
    let largest = Number.NEGATIVE_INFINITY;
    for (let at = step - around; at <= step + around; at += 1) largest = Math.max(largest, value(at));
    return largest;
  }
}
