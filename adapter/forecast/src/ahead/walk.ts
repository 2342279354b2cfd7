import type { AheadOptions } from './ahead-options.ts';
import { GrowingRidge } from './growing-ridge.ts';
import { writeJump } from './jump-features.ts';
import { largestOver } from './largest-over.ts';
import type { Past } from './past.ts';
import { riseWidth, writeRise } from './rise-features.ts';
import { RowRing } from './row-ring.ts';
import { RowWriter } from './row-writer.ts';
import { Scene } from './scene.ts';
import { spreadWidth, writeSpread } from './spread-features.ts';
import { StateReader, StateWriter } from './state-bytes.ts';

/** How far the forecast of a step was off, once its window has passed. */
export interface Miss {
  readonly step: number;
  readonly miss: number;
  /** How far off it was expected to be. */
  readonly sigma: number;
}

/** What is said of the window ahead of a moment: the root of its maximum over the unit. */
export interface Guess {
  readonly centre: number;
  readonly sigma: number;
}

/** Samples before anything is learned from. */
export const samplesBeforeLearning = 60;
const samplesBeforeSolving = 30;
const halfLifeCycles = 5;
const solveEvery = 15;
const missClip = 6;

/**
 * Walks along the samples of a load, step by step, and learns from each once its window has passed: one ridge
 * regression says the rise, a second one how far off it may be. What a walk knows depends on what came alone, so
 * that the past can be walked anew where its moments have to be described again.
 */
export class Walk {
  readonly #options: AheadOptions;
  readonly #past: Past;
  readonly #scene: Scene;
  readonly #rise: GrowingRidge;
  readonly #spread: GrowingRidge;
  readonly #riseRows: RowRing;
  readonly #spreadRows: RowRing;
  /** Centre, sigma and rise of the newest steps. */
  readonly #guesses: RowRing;
  readonly #writer = new RowWriter();

  constructor(options: AheadOptions, past: Past) {
    this.#options = options;
    this.#past = past;
    this.#scene = new Scene(options, past);
    const halfLife = halfLifeCycles * options.seasons.long;
    const { length: indicators } = past.indicators;
    this.#rise = new GrowingRidge(riseWidth(indicators), halfLife);
    this.#spread = new GrowingRidge(spreadWidth(indicators), halfLife);
    const pending = this.#scene.furthest + 2;
    this.#riseRows = new RowRing(riseWidth(indicators), pending);
    this.#spreadRows = new RowRing(spreadWidth(indicators), pending);
    this.#guesses = new RowRing(3, pending);
  }

  /** Newest step. */
  get now(): number {
    return this.#scene.now;
  }

  /** What is said of the window ahead of the newest step. */
  get guess(): Guess {
    return this.#guessAt(this.now);
  }

  /** Goes on to the next step, the sample of which is there; answers the miss that became known. */
  advance(): Miss | undefined {
    this.#scene.advance();
    const { now } = this;
    const missed = this.#learn(now - this.#scene.furthest);
    if (now > samplesBeforeSolving && now % solveEvery === 0) {
      this.#rise.solve();
      this.#spread.solve();
    }
    this.#predict(now);
    return missed;
  }

  /** Writes what jumps may depend on at the newest step. */
  describe(row: Float32Array): void {
    const [, sigma = 0, rise = 0] = this.#guesses.at(this.now);
    writeJump(this.#scene, rise, sigma, this.#writer.begin(row));
    this.#writer.end();
  }

  /** Another walk that goes on from the same moment. */
  copy(): Walk {
    const state = new StateWriter();
    this.save(state);
    const copy = new Walk(this.#options, this.#past);
    copy.restore(new StateReader(state.bytes()));
    return copy;
  }

  save(to: StateWriter): void {
    for (const part of this.#parts()) part.save(to);
  }

  restore(from: StateReader): void {
    for (const part of this.#parts()) part.restore(from);
  }

  #parts(): readonly (Scene | GrowingRidge | RowRing)[] {
    return [this.#scene, this.#rise, this.#spread, this.#riseRows, this.#spreadRows, this.#guesses];
  }

  #guessAt(step: number): Guess {
    const [centre = 0, sigma = 0] = this.#guesses.at(step);
    return { centre, sigma };
  }

  #learn(step: number): Miss | undefined {
    if (step < 0) return undefined;
    const peak = largestOver(this.#past.samples, step, this.#options.window);
    if (Number.isNaN(peak)) return undefined;
    const { centre, sigma } = this.#guessAt(step);
    const miss = Math.sqrt(peak) - centre;
    this.#scene.addMiss(step, miss);
    const clip = missClip * Math.max(sigma, this.#scene.spread.long);
    const tamed = Math.max(-clip, Math.min(clip, miss));
    this.#rise.add(this.#riseRows.at(step), centre - this.#scene.level(step) + tamed);
    this.#spread.add(this.#spreadRows.at(step), Math.min(Math.abs(miss), 4 * sigma + 0.02));
    return { step, miss, sigma };
  }

  #predict(now: number): void {
    const scene = this.#scene;
    const { spread } = scene;
    const learned = now > samplesBeforeLearning + scene.furthest;
    const riseRow = this.#riseRows.at(now);
    writeRise(scene, this.#writer.begin(riseRow));
    this.#writer.end();
    const rise = learned ? this.#rise.predict(riseRow) : 0;
    const spreadRow = this.#spreadRows.at(now);
    writeSpread(scene, rise, this.#writer.begin(spreadRow));
    this.#writer.end();
    const expected = now > 2 * samplesBeforeLearning ? this.#spread.predict(spreadRow) : spread.short;
    const sigma = Math.max(expected, 0.25 * spread.short, 0.1 * spread.long, 1e-6);
    this.#guesses.at(now).set([Math.max(0, scene.level(now) + rise), sigma, rise]);
  }
}
