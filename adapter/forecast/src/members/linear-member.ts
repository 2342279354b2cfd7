import { addRow, designFor, type Moments, solveMoments } from '../linear/moments.ts';
import { dot } from '../linear/quantile-fit.ts';
import { fitRobustly, type RobustFit, rowWeight } from '../linear/robust-fit.ts';
import type { Scale } from '../signal/scale.ts';
import { Signal } from '../signal/signal.ts';
import type { LinearShape } from './linear-shape.ts';
import { type Folds, foldAt, type Member, type View } from './member.ts';
import { type ChosenRows, chooseRows } from './row-choice.ts';

export interface LinearOptions {
  readonly name: string;
  readonly shape: LinearShape;
  readonly ridge: number;
  /** Rows at most; where there are more, old ones are thinned as their weight would have fallen. */
  readonly rows: number;
  /** Weight of a row falls by exp(−decay) over the history. */
  readonly decay: number;
  readonly passes: number;
}

/** Rows per coefficient below which a fit is not tried. */
const rowsPerCoefficient = 3;

/** A robust linear regression per lead, forecasting on its own scale and learning from each new value. */
export class LinearMember implements Member {
  readonly name: string;
  readonly #shape: LinearShape;
  readonly #ridge: number;
  #fits: readonly RobustFit[];
  readonly #spreads: readonly number[];
  readonly #moments: readonly Moments[];
  #coefficients: Float64Array[];
  #stale = false;
  readonly #heldOut = new Map<number, Float64Array[]>();
  /** Prepared over the history of the fit; later values are read through a lazy one. */
  #signal: Signal | undefined;
  readonly #scale: Scale;
  readonly #row: Float64Array;

  private constructor(options: LinearOptions, signal: Signal, fits: readonly RobustFit[]) {
    this.name = options.name;
    this.#shape = options.shape;
    this.#ridge = options.ridge;
    this.#fits = fits;
    this.#spreads = fits.map((fit) => fit.spread);
    this.#moments = fits.map((fit) => fit.moments);
    this.#coefficients = fits.map((fit) => fit.coefficients);
    this.#signal = signal;
    this.#scale = signal.scale;
    this.#row = new Float64Array(options.shape.width);
  }

  /** Undefined when the history has too few rows for the number of coefficients. */
  static fit(options: LinearOptions, signal: Signal, view: View, folds: Folds): LinearMember | undefined {
    const fits: RobustFit[] = [];
    for (const lead of options.shape.leads) {
      const rows = chooseRows({ ...options, ...view, lead, deepest: options.shape.deepest });
      if (rows.origins.length < rowsPerCoefficient * options.shape.width) return undefined;
      fits.push(fitLead(options, signal, lead, rows, folds));
    }
    return new LinearMember(options, signal, fits);
  }

  forecast(view: View, origin: number, path: Float64Array, fold?: number): void {
    const signal = this.#signal ?? Signal.lazy(view.values, this.#scale);
    this.#shape.walk(signal, origin, fold === undefined ? this.#current() : this.#without(fold), path);
    for (let ahead = 0; ahead < path.length; ahead += 1)
      path[ahead] = this.#scale.backward(path[ahead] as number);
  }

  learn(view: View): void {
    const signal = Signal.lazy(view.values, this.#scale);
    const coefficients = this.#current();
    const row = this.#row;
    const target = new Float64Array(1);
    this.#shape.leads.forEach((lead, index) => {
      const origin = view.length - lead;
      if (origin < this.#shape.deepest) return;
      this.#shape.fill(signal, Int32Array.of(origin), lead, row, target);
      const value = target[0] as number;
      const error = Math.abs(value - dot(coefficients[index] as Float64Array, row));
      addRow(this.#moments[index] as Moments, row, value, rowWeight(error, this.#spreads[index] as number));
    });
    this.#stale = true;
  }

  settle(): void {
    this.#signal = undefined;
    this.#fits = [];
    this.#heldOut.clear();
    this.#shape.settle?.();
  }

  #current(): Float64Array[] {
    if (this.#stale) this.#coefficients = this.#moments.map((moments) => solveMoments(moments, this.#ridge));
    this.#stale = false;
    return this.#coefficients;
  }

  #without(fold: number): Float64Array[] {
    let coefficients = this.#heldOut.get(fold);
    if (coefficients === undefined) {
      coefficients = this.#fits.map((fit) => fit.heldOut(fold));
      this.#heldOut.set(fold, coefficients);
    }
    return coefficients;
  }
}

function fitLead(
  { shape, ridge, passes }: LinearOptions,
  signal: Signal,
  lead: number,
  { origins, weights }: ChosenRows,
  folds: Folds,
): RobustFit {
  const design = designFor(origins.length, shape.width);
  const target = new Float64Array(origins.length);
  shape.fill(signal, origins, lead, design.columns, target);
  const foldOf = Uint8Array.from(origins, (origin) => foldAt(folds, origin + lead - 1));
  return fitRobustly({ design, target, ageWeights: weights, folds: foldOf, ridge, passes });
}
