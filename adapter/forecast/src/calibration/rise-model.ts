import { constantsOf, dotRow, fitQuantile, type Table } from '../linear/quantile-fit.ts';
import { medianInPlace } from '../linear/select.ts';

const ridge = 0.1;
/** Windows below which the rise is taken for unconditional. */
const fewestWindows = 16;
/** A spread never falls below this share of its median. */
const smallestShare = 0.5;
/** Stretches of the past that are left out in turn: errors of a regression on its own rows are too small. */
const stretches = 8;
const heldOutShare = 0.632;

/** Rises of past windows over the peak of their forecast, and what was known before each. */
export interface RiseSample {
  readonly table: Table;
  readonly rises: Float64Array;
}

/** Median and 0.9 quantile of the rise, linear in what is known, and the least distance between them. */
export interface RiseModel {
  readonly centre: Float64Array;
  readonly upper: Float64Array;
  readonly floor: number;
}

export function riseModel({ table, rises }: RiseSample): RiseModel {
  const plain = table.rows < fewestWindows ? constantsOf(table) : table;
  const centre = fitQuantile(plain, rises, 0.5, ridge);
  const upper = fitQuantile(plain, rises, 0.9, ridge);
  const spreads = new Float64Array(table.rows);
  for (let row = 0; row < table.rows; row += 1)
    spreads[row] = Math.abs(dotRow(upper, table, row) - dotRow(centre, table, row));
  return { centre, upper, floor: smallestShare * (medianInPlace(spreads) || 0) };
}

/**
 * Errors in units of the spread. Those of the model itself are too small, those of a model that did not see the stretch
 * they lie in a little too large; between them they are taken as in Efron's .632 estimator (JASA 78, 1983).
 */
export function honestErrors(sample: RiseSample, model: RiseModel): Float32Array {
  const errors = new Float32Array(sample.rises.length);
  const count = errors.length < fewestWindows ? 1 : stretches;
  for (let stretch = 0; stretch < count; stretch += 1) {
    const from = Math.floor((stretch * errors.length) / count);
    const to = Math.floor(((stretch + 1) * errors.length) / count);
    const other = count === 1 ? model : riseModel(without(sample, from, to));
    for (let row = from; row < to; row += 1)
      errors[row] =
        heldOutShare * errorOf(sample, row, other, model.floor) +
        (1 - heldOutShare) * errorOf(sample, row, model, model.floor);
  }
  return errors;
}

function errorOf({ table, rises }: RiseSample, row: number, model: RiseModel, floor: number): number {
  const rise = dotRow(model.centre, table, row);
  const spread = Math.max(floor, dotRow(model.upper, table, row) - rise);
  return spread > 0 ? ((rises[row] as number) - rise) / spread : 0;
}

function without({ table, rises }: RiseSample, from: number, to: number): RiseSample {
  const { cells, width } = table;
  const rows = rises.length - (to - from);
  const rest = {
    table: { cells: new Float64Array(rows * width), width, rows },
    rises: new Float64Array(rows),
  };
  rest.table.cells.set(cells.subarray(0, from * width));
  rest.table.cells.set(cells.subarray(to * width, rises.length * width), from * width);
  rest.rises.set(rises.subarray(0, from));
  rest.rises.set(rises.subarray(to), from);
  return rest;
}
