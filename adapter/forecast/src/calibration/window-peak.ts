import type { Rehearsals } from '../ensemble/rehearsals.ts';
import { dot } from '../linear/quantile-fit.ts';
import type { View } from '../members/member.ts';
import type { BandScale } from './band-scale.ts';
import { LocalView, type Measure } from './local-view.ts';
import { stretchedQuantile } from './quantile.ts';
import { honestErrors, type RiseModel, type RiseSample, riseModel } from './rise-model.ts';

export interface PeakQuestion {
  readonly view: View;
  readonly scale: BandScale;
  readonly season: number | undefined;
  readonly window: number;
  readonly horizon: number;
  readonly rehearsals: Rehearsals;
}

/** Share of a window that must be known for its maximum to count. */
const leastKnown = 0.8;
const rowWidth = 5;

/**
 * Quantiles of the maximum over a window. The maximum is learnt itself, from past maxima over the maximum of the
 * forecast made for them: the largest of the quantiles of the steps is not the quantile of the largest, and
 * covers far too little. Centre and spread are linear quantiles given recent and past peaks; the conformal step of
 * `SpreadModel` follows, on errors made in part without the stretch they lie in. (Cross-conformal prediction: Vovk, Annals of
 * Mathematics and Artificial Intelligence 74, 2015.)
 */
export class WindowPeak {
  readonly #question: Omit<PeakQuestion, 'view' | 'rehearsals'>;
  readonly #rise: RiseModel;
  readonly #errors: Float32Array;
  readonly #independent: number;

  constructor({ view, rehearsals, ...question }: PeakQuestion) {
    this.#question = question;
    const sample = sampleOf({ ...question, view, rehearsals });
    this.#independent = rehearsals.independent(view.length);
    this.#rise = riseModel(sample);
    this.#errors = honestErrors(sample, this.#rise).sort();
  }

  /** The quantiles of the maximum over the window from `origin` on. */
  quantiles(view: View, origin: number, point: Float64Array, probabilities: readonly number[]): number[] {
    const { scale, window } = this.#question;
    const peak = scale.forward(point.subarray(0, window).reduce((high, value) => Math.max(high, value)));
    const row = new Float64Array(rowWidth);
    new PeakScene({ ...this.#question, view }).write(origin, peak, row, 0);
    const rise = dot(this.#rise.centre, row);
    const centre = peak + rise;
    const spread = Math.max(this.#rise.floor, dot(this.#rise.upper, row) - rise);
    return probabilities.map((probability) =>
      scale.backward(centre + spread * stretchedQuantile(this.#errors, probability, this.#independent)),
    );
  }
}

/** What is known about the rise of a window over the peak of its forecast. */
class PeakScene {
  readonly local: LocalView;
  readonly #window: number;
  readonly #before: Measure;
  readonly #peaks: Measure;
  readonly #recent: Measure;
  readonly #spreads: Measure;

  constructor({ view, scale, season, window, horizon }: Omit<PeakQuestion, 'rehearsals'>) {
    this.local = new LocalView(view, scale, season);
    this.#window = window;
    this.#before = this.local.maxima(window, 0);
    this.#peaks = this.local.maxima(0, window);
    this.#recent = this.local.spreads(horizon, 0);
    this.#spreads = this.local.spreads(0, window);
  }

  /** Largest value of the window that begins at `origin`. */
  peakFrom(origin: number): number {
    return this.#peaks.at(origin);
  }

  /** Constant; recent peak and mean peak of past seasons over the forecast's; restlessness of now and of then. */
  write(origin: number, peak: number, row: Float64Array, at: number): void {
    const { local } = this;
    row[at] = 1;
    row[at + 1] = this.#before.at(origin) - peak;
    row[at + 2] = local.seasonsAgo(this.#peaks, origin, origin, this.#window, peak) - peak;
    row[at + 3] = this.#recent.at(origin);
    row[at + 4] = local.seasonsAgo(this.#spreads, origin, origin, this.#window, 0);
  }
}

function sampleOf(question: PeakQuestion): RiseSample {
  const { view, scale, window, rehearsals } = question;
  const scene = new PeakScene(question);
  const cells = new Float64Array(rehearsals.count * rowWidth);
  const rises = new Float64Array(rehearsals.count);
  let rows = 0;
  for (let index = 0; index < rehearsals.count; index += 1) {
    const origin = rehearsals.originOf(index);
    if (origin + window > view.length || !mostlyKnown(view, origin, window)) continue;
    let highest = Number.NEGATIVE_INFINITY;
    for (let ahead = 0; ahead < window; ahead += 1) highest = Math.max(highest, rehearsals.at(index, ahead));
    const peak = scale.forward(highest);
    scene.write(origin, peak, cells, rows * rowWidth);
    rises[rows] = scene.peakFrom(origin) - peak;
    rows += 1;
  }
  return { table: { cells, width: rowWidth, rows }, rises: rises.subarray(0, rows) };
}

function mostlyKnown({ known }: View, origin: number, window: number): boolean {
  let seen = 0;
  for (let time = origin; time < origin + window; time += 1) seen += known[time] as number;
  return seen >= leastKnown * window;
}
