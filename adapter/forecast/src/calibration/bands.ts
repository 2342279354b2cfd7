import type { Rehearsals } from '../ensemble/rehearsals.ts';
import { constantsOf } from '../linear/quantile-fit.ts';
import type { View } from '../members/member.ts';
import type { BandScale } from './band-scale.ts';
import { LocalView, type Measure } from './local-view.ts';
import { stretchedQuantile } from './quantile.ts';
import { SpreadModel } from './spread-model.ts';

export interface BandQuestion {
  readonly view: View;
  readonly scale: BandScale;
  readonly season: number | undefined;
  readonly horizon: number;
  readonly rehearsals: Rehearsals;
}

/** Parts of the horizon that are calibrated apart. */
const parts = 4;
/** Steps of a part at which errors are looked at. */
const stepsPerPart = 4;
/** Errors below which the spread is taken for constant. */
const fewestErrors = 40;
const rowWidth = 5;

interface Part {
  readonly from: number;
  readonly to: number;
  readonly spread: SpreadModel;
  /** Standardised errors, sorted. */
  readonly errors: Float32Array;
}

/** Quantiles of the value at each step ahead, learnt from the errors of past forecasts. */
export class Bands {
  readonly #scale: BandScale;
  readonly #season: number | undefined;
  readonly #horizon: number;
  readonly #independent: number;
  readonly #parts: readonly Part[];

  constructor(question: BandQuestion) {
    this.#scale = question.scale;
    this.#season = question.season;
    this.#horizon = question.horizon;
    this.#independent = question.rehearsals.independent(question.view.length);
    const count = Math.min(parts, question.horizon);
    const scene = new BandScene(question);
    const found: Part[] = [];
    for (let index = 0; index < count; index += 1) {
      const from = Math.floor((index * question.horizon) / count);
      const to = Math.floor(((index + 1) * question.horizon) / count);
      const part = partOf(question, scene, from, to) ?? found.at(-1);
      if (part !== undefined) found.push({ ...part, from, to });
    }
    this.#parts = found;
  }

  /** For each probability the quantile at every step ahead of `origin`. */
  quantiles(view: View, origin: number, point: Float64Array, probabilities: readonly number[]): number[][] {
    const scene = new BandScene({
      view,
      scale: this.#scale,
      season: this.#season,
      horizon: this.#horizon,
    });
    const row = new Float64Array(rowWidth);
    const answers = probabilities.map(() => Array.from(point));
    for (const { from, to, spread, errors } of this.#parts) {
      const reach = probabilities.map((probability) =>
        stretchedQuantile(errors, probability, this.#independent),
      );
      for (let ahead = from; ahead < to; ahead += 1) {
        const centre = this.#scale.forward(point[ahead] as number);
        scene.write(origin, ahead, centre, row, 0);
        answers.forEach((answer, at) => {
          answer[ahead] = this.#scale.backward(centre + spread.error(reach[at] as number, row));
        });
      }
    }
    return answers;
  }
}

/** What is known about the spread of a step ahead of an origin. */
class BandScene {
  readonly local: LocalView;
  readonly #horizon: number;
  readonly #half: number;
  readonly #around: Measure;
  readonly #recent: Measure;

  constructor({ view, scale, season, horizon }: Omit<BandQuestion, 'rehearsals'>) {
    this.local = new LocalView(view, scale, season);
    this.#horizon = horizon;
    this.#half = Math.max(2, horizon >> 3);
    this.#around = this.local.spreads(this.#half, this.#half + 1);
    this.#recent = this.local.spreads(horizon, 0);
  }

  /** Constant; how far past seasons stood from the forecast; how restless they were there; how restless it is now. */
  write(origin: number, ahead: number, centre: number, row: Float64Array, at: number): void {
    const { local } = this;
    const time = origin + ahead;
    row[at] = 1;
    row[at + 1] = local.seasonsAgo(local.level, time, origin, 1, centre) - centre;
    row[at + 2] = local.seasonsAgo(this.#around, time, origin, this.#half + 1, 0);
    row[at + 3] = this.#recent.at(origin);
    row[at + 4] = Math.sqrt((ahead + 1) / this.#horizon);
  }
}

function partOf(question: BandQuestion, scene: BandScene, from: number, to: number): Part | undefined {
  const { view, scale, rehearsals } = question;
  const every = Math.max(1, Math.floor((to - from) / stepsPerPart));
  const room = rehearsals.count * Math.ceil((to - from) / every);
  const cells = new Float64Array(room * rowWidth);
  const found = new Float64Array(room);
  let rows = 0;
  for (let index = 0; index < rehearsals.count; index += 1) {
    const origin = rehearsals.originOf(index);
    for (let ahead = from; ahead < to && origin + ahead < view.length; ahead += every) {
      if (view.known[origin + ahead] !== 1) continue;
      const centre = scale.forward(rehearsals.at(index, ahead));
      scene.write(origin, ahead, centre, cells, rows * rowWidth);
      found[rows] = scene.local.level.at(origin + ahead) - centre;
      rows += 1;
    }
  }
  if (rows === 0) return undefined;
  const errors = found.subarray(0, rows);
  const whole = { cells, width: rowWidth, rows };
  // A few errors explain no spread.
  const table = rows < fewestErrors ? constantsOf(whole) : whole;
  const spread = new SpreadModel({ table, errors });
  const standardised = Float32Array.from(errors, (error, row) =>
    spread.standardised(error, table.cells.subarray(row * rowWidth, (row + 1) * rowWidth)),
  ).sort();
  return { from, to, spread, errors: standardised };
}
