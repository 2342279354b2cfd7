import type { JumpRows } from './jump-model.ts';
import type { StateReader, StateWriter } from './state-bytes.ts';
import { samplesBeforeLearning, type Walk } from './walk.ts';

/** Long seasons of moments that a jump model is learned from. */
export const learnedCycles = 14;
/** Most moments that a model is learned from; of longer seasons only every so many-th is taken. */
const mostRows = 21_000;

/**
 * Describes the moments of the last long seasons when a jump model is to be learned from them. The descriptions of a
 * fortnight of minutes take megabytes and are needed once a day, so they are not kept: a walk that stands where
 * the fortnight begins walks through it anew.
 */
export class JumpHistory {
  readonly #kept: number;
  /** Features of a moment. */
  readonly #width: number;
  readonly #fromStart: () => Walk;
  /** The walk at the step before the oldest moment; absent while that is the first one. */
  #behind: Walk | undefined;

  constructor(season: number, width: number, fromStart: () => Walk) {
    this.#kept = learnedCycles * season;
    this.#width = width;
    this.#fromStart = fromStart;
  }

  /** Forgets what is too old for the moments up to `now`; must be called once a season at least. */
  moveTo(now: number): void {
    const before = now - this.#kept;
    if (before < 0) return;
    this.#behind ??= this.#fromStart();
    while (this.#behind.now < before) this.#behind.advance();
  }

  /** The moments up to `now` whose misses are known by then. */
  rowsUpTo(now: number): JumpRows {
    this.moveTo(now);
    const walk = this.#behind?.copy() ?? this.#fromStart();
    const room = Math.min(now + 1, this.#kept);
    const features = new Float32Array(room * this.#width);
    const misses = new Float64Array(room).fill(Number.NaN);
    while (walk.now < now) {
      const missed = walk.advance();
      const at = walk.now % this.#kept;
      walk.describe(features.subarray(at * this.#width, (at + 1) * this.#width));
      if (missed !== undefined && missed.step > samplesBeforeLearning && missed.step > now - this.#kept)
        misses[missed.step % this.#kept] = missed.miss;
    }
    return taken({ features, width: this.#width, misses });
  }

  save(to: StateWriter): void {
    to.number(this.#behind === undefined ? 0 : 1);
    this.#behind?.save(to);
  }

  restore(from: StateReader): void {
    if (from.number() === 0) return;
    this.#behind = this.#fromStart();
    this.#behind.restore(from);
  }
}

/** Moves the rows that are learned from to the front. */
function taken({ features, width, misses }: JumpRows): JumpRows {
  let settled = 0;
  for (const miss of misses) if (!Number.isNaN(miss)) settled += 1;
  const stride = Math.ceil(settled / mostRows);
  let [seen, rows] = [0, 0];
  for (let at = 0; at < misses.length; at += 1) {
    if (Number.isNaN(misses[at])) continue;
    seen += 1;
    if ((seen - 1) % stride !== 0) continue;
    features.copyWithin(rows * width, at * width, (at + 1) * width);
    misses[rows] = misses[at] as number;
    rows += 1;
  }
  return { features: features.subarray(0, rows * width), width, misses: misses.subarray(0, rows) };
}
