import { independentForecasts, type Rehearsal } from '../ensemble/rehearsals.ts';
import { dot, fitQuantile } from '../linear/quantile-fit.ts';
import type { View } from '../members/member.ts';
import type { BandScale } from './band-scale.ts';
import { LocalView } from './local-view.ts';
import { conformalQuantile, stretchFor } from './quantile.ts';

export interface PeakQuestion {
  readonly view: View;
  readonly scale: BandScale;
  readonly season: number | undefined;
  readonly window: number;
  readonly horizon: number;
  readonly rehearsals: readonly Rehearsal[];
}

const ridge = 0.1;
/** Windows below which the rise is taken for unconditional. */
const fewestWindows = 16;
/** Share of a window that must be known for its maximum to count. */
const leastKnown = 0.8;
const rowWidth = 5;

/**
 * Quantiles of the maximum over a window. The maximum is learnt itself, from past maxima over the maximum of the
 * forecast made for them: the largest of the quantiles of the steps is not the quantile of the largest, and
 * covers far too little. Centre and spread are linear quantiles given recent and past peaks, and the conformal
 * step of `SpreadModel` follows.
 */
export class WindowPeak {
  readonly #question: PeakQuestion;
  readonly #centre: Float64Array;
  readonly #upper: Float64Array;
  readonly #floor: number;
  readonly #errors: Float64Array;
  readonly #independent: number;

  constructor(question: PeakQuestion) {
    this.#question = question;
    const { rows, rises } = sampleOf(question);
    this.#independent = independentForecasts(question);
    const plain = rises.length < fewestWindows ? rows.map(() => constantRow()) : rows;
    this.#centre = fitQuantile(plain, rises, 0.5, ridge);
    this.#upper = fitQuantile(plain, rises, 0.9, ridge);
    const spreads = rows.map((row) => Math.abs(dot(this.#upper, row) - dot(this.#centre, row)));
    this.#floor = 0.25 * ([...spreads].sort((a, b) => a - b)[spreads.length >> 1] ?? 0);
    this.#errors = Float64Array.from(rises, (rise, at) => {
      const spread = this.#spread(rows[at] as Float64Array);
      return spread > 0 ? (rise - dot(this.#centre, rows[at] as Float64Array)) / spread : 0;
    }).sort();
  }

  /** The quantiles of the maximum over the window from `origin` on. */
  quantiles(view: View, origin: number, point: Float64Array, probabilities: readonly number[]): number[] {
    const { scale, season, window, horizon } = this.#question;
    const peak = peakOf(point, window, scale);
    const row = new Float64Array(rowWidth);
    writeRow(new LocalView(view, scale, season), origin, window, horizon, peak, row);
    const centre = peak + dot(this.#centre, row);
    const spread = this.#spread(row);
    return probabilities.map((probability) =>
      scale.backward(
        centre +
          spread * conformalQuantile(this.#errors, probability) * stretchFor(probability, this.#independent),
      ),
    );
  }

  #spread(row: Float64Array): number {
    return Math.max(this.#floor, dot(this.#upper, row) - dot(this.#centre, row));
  }
}

function constantRow(): Float64Array {
  const row = new Float64Array(rowWidth);
  row[0] = 1;
  return row;
}

function sampleOf({ view, scale, season, window, horizon, rehearsals }: PeakQuestion) {
  const local = new LocalView(view, scale, season);
  const rows: Float64Array[] = [];
  const rises: number[] = [];
  for (const { origin, path } of rehearsals) {
    if (origin + window > view.length || !mostlyKnown(view, origin, window)) continue;
    const peak = peakOf(path, window, scale);
    const row = new Float64Array(rowWidth);
    writeRow(local, origin, window, horizon, peak, row);
    rows.push(row);
    rises.push(local.maximum(origin, origin + window) - peak);
  }
  return { rows, rises: Float64Array.from(rises) };
}

function mostlyKnown({ known }: View, origin: number, window: number): boolean {
  let seen = 0;
  for (let time = origin; time < origin + window; time += 1) seen += known[time] as number;
  return seen >= leastKnown * window;
}

function peakOf(path: ArrayLike<number>, window: number, scale: BandScale): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let ahead = 0; ahead < window; ahead += 1)
    if ((path[ahead] as number) > highest) highest = path[ahead] as number;
  return scale.forward(highest);
}

/** Constant; recent peak and mean peak of past seasons over the forecast's; restlessness of now and of then. */
function writeRow(
  local: LocalView,
  origin: number,
  window: number,
  horizon: number,
  peak: number,
  row: Float64Array,
): void {
  const ago = (ask: (there: number) => number) => local.seasonsAgo(origin, origin, window, ask);
  row[0] = 1;
  row[1] = local.maximum(origin - window, origin) - peak;
  row[2] = (ago((there) => local.maximum(there, there + window)) ?? peak) - peak;
  row[3] = local.spread(origin - horizon, origin);
  row[4] = ago((there) => local.spread(there, there + window)) ?? 0;
}
