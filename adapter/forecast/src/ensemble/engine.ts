import { Calibration } from '../calibration/calibration.ts';
import { Coverage, type CoverageState, watchedProbability } from '../calibration/coverage.ts';
import { fillGaps } from '../fill-gaps.ts';
import { type Folds, foldAt, type Member, type View } from '../members/member.ts';
import type { HistoryNotes } from '../notes/history.ts';
import { onNewLevel } from '../notes/level-shift.ts';
import { Covariate } from '../regressors/covariate.ts';
import type { Regressor } from '../regressors/regressor.ts';
import { extentOf } from '../signal/scale.ts';
import { chooseMembers } from './choose-members.ts';
import { Mixer, weightsOf } from './mix.ts';
import { originsOf, type Plan, planOf, RehearsalLog } from './rehearsals.ts';

/** What an engine is fitted to. */
export interface EngineQuestion {
  /** NaN where missing; at least one is known. */
  readonly values: Float64Array;
  /** What was noticed about the values; they are forecast on the level after the newest shift. */
  readonly history: HistoryNotes;
  readonly horizon: number;
  readonly seasons: readonly number[];
  /** Turns of the shortest season at an index, in local time. */
  readonly turns: (time: number) => number;
  /** What is known beside the values. */
  readonly regressors?: readonly Regressor[];
  /** Coverage so far, to go on from. */
  readonly coverage?: CoverageState;
  /** Samples that will be added before the next fit. */
  readonly room: number;
}

/** Folds of the newest part of the history that are left out in turn. */
const foldCount = 8;

interface Errors {
  sum: number;
  count: number;
}

/** A forecast whose outcome is still coming in: the paths of the members one after another. */
interface Pending {
  readonly origin: number;
  readonly paths: Float32Array;
  /** The watched quantile as it was told. */
  readonly upper: Float32Array;
}

/**
 * Members, their weights and the calibration, fitted once and carried on sample by sample: a new value is one
 * row in each regression, one more error of each forecast still open, and every few steps a rehearsal more.
 */
export class Engine {
  readonly view: { readonly values: Float64Array; readonly known: Uint8Array; length: number };
  readonly members: readonly Member[];
  readonly coverage: Coverage;
  readonly horizon: number;
  readonly seasons: readonly number[];
  /** Sentences about the history that was fitted. */
  readonly notes: readonly string[];
  /** Samples before a level shift as they came. */
  readonly #oldLevel: Float64Array | undefined;
  readonly #covariates: readonly Covariate[];
  readonly #plan: Plan;
  readonly #nonNegative: boolean;
  readonly #errors: Errors[];
  readonly #rehearsals: RehearsalLog;
  #pending: Pending[] = [];
  #calibration: Calibration;
  #sinceCalibration = 0;
  #sinceRehearsal = 0;

  private constructor(question: EngineQuestion) {
    const { values, history, horizon, seasons, turns, room } = question;
    const { shift } = history;
    this.notes = history.notes;
    this.coverage = new Coverage(question.coverage);
    this.#oldLevel = shift === undefined ? undefined : values.slice(0, shift.at);
    const filled = fillGaps(shift === undefined ? values : onNewLevel(values, shift));
    this.view = {
      values: withRoom(filled.values, room),
      known: withRoom(filled.known, room),
      length: values.length,
    };
    this.horizon = horizon;
    this.seasons = seasons;
    const extent = extentOf(filled.values);
    this.#nonNegative = extent.nonNegative;
    this.#plan = planOf(values.length, horizon);
    const folds = { end: values.length, span: this.#plan.span, count: foldCount };
    const covariates = (question.regressors ?? []).map((regressor) =>
      Covariate.of(regressor, filled.values, horizon, room),
    );
    this.#covariates = covariates;
    this.members = chooseMembers({ covariates, view: this.view, extent, folds, seasons, horizon, turns });
    const origins = originsOf(this.#plan, values.length);
    const paths = rehearse(this.members, this.view, origins, this.#plan, folds);
    this.#errors = paths.map((path) => errorsOf(this.view, origins, path, horizon));
    this.#rehearsals = new RehearsalLog(horizon, origins.length + Math.ceil(room / this.#plan.stride));
    const mixer = new Mixer(this.weights);
    const mixed = new Float64Array(horizon);
    origins.forEach((origin, at) => {
      mixer.mix(paths, at * horizon, mixed);
      this.#rehearsals.add(origin, mixed);
    });
    for (const member of this.members) member.settle?.();
    this.#calibration = this.#calibrated();
  }

  static fit(question: EngineQuestion): Engine {
    return new Engine(question);
  }

  get weights(): number[] {
    return weightsOf(this.#errors.map(({ sum, count }) => (count > 0 ? sum / count : Number.NaN)));
  }

  get calibration(): Calibration {
    return this.#calibration;
  }

  /**
   * Takes the next value, NaN where missing, and the next one of each regressor, which for what is known in advance
   * lies the horizon ahead; there must be room.
   */
  add(value: number, beside: readonly (number | null)[]): void {
    const { view } = this;
    this.#covariates.forEach((covariate, index) => {
      covariate.push(beside[index] ?? null);
    });
    const known = !Number.isNaN(value);
    view.values[view.length] = known ? value : (view.values[view.length - 1] as number);
    view.known[view.length] = known ? 1 : 0;
    view.length += 1;
    if (known) {
      bridge(this.view);
      for (const member of this.members) member.learn?.(this.view);
      this.#judge(value);
    }
    this.#sinceRehearsal += 1;
    if (this.#sinceRehearsal >= this.#plan.stride) this.#rehearse();
    this.#sinceCalibration += 1;
    if (this.#sinceCalibration >= calibrationStride(this.#plan)) this.#calibration = this.#calibrated();
  }

  /** The values as they came, NaN where missing. */
  samples(): Float64Array {
    const { values, known, length } = this.view;
    const samples = values.slice(0, length).map((value, time) => (known[time] === 1 ? value : Number.NaN));
    if (this.#oldLevel !== undefined) samples.set(this.#oldLevel);
    return samples;
  }

  /** The point forecast from the newest value on. */
  point(): Float64Array {
    return this.#mixed(this.#paths());
  }

  #paths(): Float64Array[] {
    return this.members.map((member) => {
      const path = new Float64Array(this.horizon);
      member.forecast(this.view, this.view.length, path);
      return path;
    });
  }

  #mixed(paths: readonly Float64Array[]): Float64Array {
    const point = new Float64Array(this.horizon);
    new Mixer(this.weights).mix(paths, 0, point);
    return point;
  }

  #judge(value: number): void {
    const time = this.view.length - 1;
    const keep = 1 - 1 / Math.max(2, this.#plan.span);
    for (const error of this.#errors) {
      error.sum *= keep;
      error.count *= keep;
    }
    this.#pending = this.#pending.filter(({ origin }) => time - origin < this.horizon);
    for (const { origin, paths, upper } of this.#pending) {
      this.coverage.judge(value, upper[time - origin] as number);
      this.#errors.forEach((error, index) => {
        error.sum += Math.abs((paths[index * this.horizon + time - origin] as number) - value);
        error.count += 1;
      });
    }
  }

  #rehearse(): void {
    this.#sinceRehearsal = 0;
    const { length } = this.view;
    const paths = this.#paths();
    const kept = new Float32Array(paths.length * this.horizon);
    paths.forEach((path, index) => {
      kept.set(path, index * this.horizon);
    });
    const mixed = this.#mixed(paths);
    const probability = this.coverage.corrected(watchedProbability);
    const [upper = []] = this.#calibration.bands.quantiles(this.view, length, mixed, [probability]);
    this.#pending.push({ origin: length, paths: kept, upper: Float32Array.from(upper) });
    this.#rehearsals.add(length, mixed);
  }

  #calibrated(): Calibration {
    this.#sinceCalibration = 0;
    const lastErrors = this.#errors[0] as Errors;
    return new Calibration({
      view: { ...this.view },
      horizon: this.horizon,
      season: this.seasons[0],
      nonNegative: this.#nonNegative,
      rehearsals: this.#rehearsals.since(this.view.length - this.#plan.span),
      lastValueError: lastErrors.count > 0 ? lastErrors.sum / lastErrors.count : Number.NaN,
    });
  }
}

/** Steps between two calibrations: an eighth of the horizon, and never more often than there is a rehearsal. */
function calibrationStride({ stride, horizon }: Plan): number {
  return Math.max(stride, horizon >> 3);
}

function withRoom<T extends Float64Array | Uint8Array>(values: T, room: number): T {
  const grown = new (values.constructor as new (length: number) => T)(values.length + room);
  grown.set(values);
  return grown;
}

/** Draws the line over the gap that the newest value ended. */
function bridge({ values, known, length }: View): void {
  let before = length - 2;
  while (before >= 0 && known[before] !== 1) before -= 1;
  const gap = length - 1 - before;
  if (gap < 2 || before < 0) return;
  const from = values[before] as number;
  const step = ((values[length - 1] as number) - from) / gap;
  for (let into = 1; into < gap; into += 1) values[before + into] = from + step * into;
}

/** Lets every member forecast the recent past without what it learnt of it: for each its paths, one after another. */
function rehearse(
  members: readonly Member[],
  view: View,
  origins: readonly number[],
  { horizon }: Plan,
  folds: Folds,
): Float64Array[] {
  return members.map((member) => {
    const paths = new Float64Array(origins.length * horizon);
    origins.forEach((origin, at) => {
      const path = paths.subarray(at * horizon, (at + 1) * horizon);
      member.forecast(view, origin, path, Math.max(1, foldAt(folds, origin)));
    });
    return paths;
  });
}

/** Absolute errors of the paths over the known values from their origins on. */
function errorsOf(
  { values, known, length }: View,
  origins: readonly number[],
  paths: Float64Array,
  horizon: number,
): Errors {
  let sum = 0;
  let count = 0;
  origins.forEach((origin, at) => {
    const end = Math.min(length, origin + horizon);
    for (let time = origin; time < end; time += 1) {
      if (known[time] !== 1) continue;
      sum += Math.abs((paths[at * horizon + time - origin] as number) - (values[time] as number));
      count += 1;
    }
  });
  return { sum, count };
}
