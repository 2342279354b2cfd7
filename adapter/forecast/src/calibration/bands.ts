import { independentForecasts, type Rehearsal } from '../ensemble/rehearsals.ts';
import type { View } from '../members/member.ts';
import type { BandScale } from './band-scale.ts';
import { LocalView } from './local-view.ts';
import { conformalQuantile, stretchFor } from './quantile.ts';
import { SpreadModel } from './spread-model.ts';

export interface BandQuestion {
  readonly view: View;
  readonly scale: BandScale;
  readonly season: number | undefined;
  readonly horizon: number;
  readonly rehearsals: readonly Rehearsal[];
}

/** Parts of the horizon that are calibrated apart. */
const parts = 4;
/** Steps of a part at which errors are looked at. */
const stepsPerPart = 4;

interface Part {
  readonly from: number;
  readonly to: number;
  readonly spread: SpreadModel;
  /** Standardised errors, sorted. */
  readonly errors: Float64Array;
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
    this.#independent = independentForecasts(question);
    const count = Math.min(parts, question.horizon);
    const local = new LocalView(question.view, question.scale, question.season);
    const found: Part[] = [];
    for (let index = 0; index < count; index += 1) {
      const from = Math.floor((index * question.horizon) / count);
      const to = Math.floor(((index + 1) * question.horizon) / count);
      const part = partOf(question, local, from, to) ?? found.at(-1);
      if (part !== undefined) found.push({ ...part, from, to });
    }
    this.#parts = found;
  }

  /** Whether there was any past error to learn from. */
  get known(): boolean {
    return this.#parts.length > 0;
  }

  /** For each probability the quantile at every step ahead of `origin`. */
  quantiles(view: View, origin: number, point: Float64Array, probabilities: readonly number[]): number[][] {
    const local = new LocalView(view, this.#scale, this.#season);
    const row = new Float64Array(rowWidth);
    const answers = probabilities.map(() => Array.from(point));
    for (const { from, to, spread, errors } of this.#parts) {
      const reach = probabilities.map(
        (probability) => conformalQuantile(errors, probability) * stretchFor(probability, this.#independent),
      );
      for (let ahead = from; ahead < to; ahead += 1) {
        const centre = this.#scale.forward(point[ahead] as number);
        writeRow(local, origin, ahead, centre, this.#horizon, row);
        answers.forEach((answer, at) => {
          answer[ahead] = this.#scale.backward(centre + spread.error(reach[at] as number, row));
        });
      }
    }
    return answers;
  }
}

function partOf(question: BandQuestion, local: LocalView, from: number, to: number): Part | undefined {
  const { view, scale, horizon, rehearsals } = question;
  const rows: Float64Array[] = [];
  const errors: number[] = [];
  const every = Math.max(1, Math.floor((to - from) / stepsPerPart));
  for (const { origin, path } of rehearsals)
    for (let ahead = from; ahead < to && origin + ahead < view.length; ahead += every) {
      if (view.known[origin + ahead] !== 1) continue;
      const centre = scale.forward(path[ahead] as number);
      const row = new Float64Array(rowWidth);
      writeRow(local, origin, ahead, centre, horizon, row);
      rows.push(row);
      errors.push(local.at(origin + ahead) - centre);
    }
  if (errors.length === 0) return undefined;
  const plain = errors.length < fewestErrors ? rows.map(() => Float64Array.of(1, 0, 0, 0, 0)) : rows;
  const spread = new SpreadModel({ rows: plain, errors: Float64Array.from(errors) });
  const standardised = Float64Array.from(errors, (error, at) =>
    spread.standardised(error, rows[at] as Float64Array),
  ).sort();
  return { from, to, spread, errors: standardised };
}

/** Errors below which the spread is taken for constant. */
const fewestErrors = 40;
const rowWidth = 5;

/** Constant; how far past seasons stood from the forecast; how restless they were there; how restless it is now. */
function writeRow(
  local: LocalView,
  origin: number,
  ahead: number,
  centre: number,
  horizon: number,
  row: Float64Array,
): void {
  const half = Math.max(2, horizon >> 3);
  const time = origin + ahead;
  row[0] = 1;
  row[1] = (local.seasonsAgo(time, origin, 1, (there) => local.at(there)) ?? centre) - centre;
  row[2] =
    local.seasonsAgo(time, origin, half + 1, (there) => local.spread(there - half, there + half + 1)) ?? 0;
  row[3] = local.spread(origin - horizon, origin);
  row[4] = Math.sqrt((ahead + 1) / horizon);
}
