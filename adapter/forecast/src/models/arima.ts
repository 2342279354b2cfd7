import { leastSquares } from '../linear/least-squares-search.ts';
import { type Bounds, boundsOf, within } from './bounds.ts';
import {
  delayed,
  difference,
  type Filtering,
  filter,
  type LagPolynomial,
  polynomialOf,
  times,
} from './lag-polynomial.ts';
import type { FittedModel, Model, Training } from './model.ts';

/** Numbers of autoregressive terms, differences and moving-average terms. */
export type Order = readonly [autoregressive: number, differences: number, movingAverage: number];

export interface ArimaOrders {
  readonly order: Order;
  /** The same at multiples of the period; absent means none. */
  readonly seasonal?: Order;
  /** Steps of a season, whole. */
  readonly period?: number;
}

/** What was estimated; the coefficients stand in the order φ, Φ, θ, Θ. */
export interface ArimaFit {
  readonly coefficients: Float64Array;
  /** Mean of the series where nothing is differenced, else 0. */
  readonly mean: number;
  /** Mean squared one-step error. */
  readonly variance: number;
}

const rowsPerCoefficient = 3;
/** Values that a fit looks at, at most, unless seasons reach further back. */
const mostRows = 2000;

/**
 * φ(B)·Φ(B^m)·(1−B)^d·(1−B^m)^D·(y − μ) = θ(B)·Θ(B^m)·e, by conditional least squares: errors before the first
 * complete row count as zero, and the sum of the squares of the others is made small by Marquardt's method with
 * exact derivatives. μ only where nothing is differenced. Forecasts iterate the equation with e = 0.
 * (Box, Jenkins and Reinsel, Time Series Analysis, 4th edition, §7.1 and chapters 5 and 9.)
 */
export function arima(orders: ArimaOrders): Model {
  const { order, seasonal, period } = orders;
  const name = `arima-${order.join('')}${seasonal === undefined ? '' : `-${seasonal.join('')}-${period}`}`;
  return {
    name,
    fit(training) {
      const fit = fitArima(orders, training);
      return fit === undefined ? undefined : fittedArima(name, orders, fit, boundsOf(training));
    },
  };
}

/** The estimates alone; undefined when there are too few values. */
export function fitArima(orders: ArimaOrders, training: Training): ArimaFit | undefined {
  const shape = new Shape(orders);
  const first = Math.max(0, training.end - Math.max(mostRows, 5 * shape.reach));
  const values = training.values.subarray(first, training.end);
  const from = shape.differences.lags.at(-1) as number;
  const differenced = differencedFrom(values, shape.differences, from);
  const known = training.known.subarray(first, training.end);
  const rows = { input: differenced, from: shape.reach, known };
  if (values.length - shape.reach < rowsPerCoefficient * (shape.count + 2)) return undefined;
  const start = new Float64Array(shape.count + (shape.hasMean ? 1 : 0));
  if (shape.hasMean) start[shape.count] = meanOf(values);
  const coefficients = leastSquares({
    start,
    errorsAt: (point) => shape.errors(point, rows),
    slopeAt: (point) => shape.slope(point, rows),
  });
  const errors = shape.errors(coefficients, rows);
  let counted = 0;
  for (let time = shape.reach; time < values.length; time += 1) counted += known[time] as number;
  return {
    coefficients: coefficients.subarray(0, shape.count),
    mean: shape.hasMean ? (coefficients[shape.count] as number) : 0,
    variance: errors.reduce((sum, error) => sum + error * error, 0) / Math.max(1, counted),
  };
}

type Polynomials = [
  near: LagPolynomial,
  far: LagPolynomial,
  nearError: LagPolynomial,
  farError: LagPolynomial,
];

/** The four polynomials at given coefficients, and how far back they look. */
class Shape {
  readonly differences: LagPolynomial;
  /** Values before the first complete row. */
  readonly reach: number;
  /** Coefficients without the mean. */
  readonly count: number;
  readonly hasMean: boolean;
  readonly #parts: readonly { readonly terms: number; readonly spacing: number; readonly sign: 1 | -1 }[];

  constructor({ order: [p, d, q], seasonal = [0, 0, 0], period = 1 }: ArimaOrders) {
    const [seasonalP, seasonalD, seasonalQ] = seasonal;
    this.#parts = [
      { terms: p, spacing: 1, sign: -1 },
      { terms: seasonalP, spacing: period, sign: -1 },
      { terms: q, spacing: 1, sign: 1 },
      { terms: seasonalQ, spacing: period, sign: 1 },
    ];
    this.differences = times(difference(1, d), difference(period, seasonalD));
    this.reach = d + period * seasonalD + p + period * seasonalP;
    this.count = p + seasonalP + q + seasonalQ;
    this.hasMean = d + seasonalD === 0;
  }

  /** φ, Φ, θ and Θ. */
  polynomials(point: Float64Array): Polynomials {
    let at = 0;
    const found = this.#parts.map(({ terms, spacing, sign }) => {
      at += terms;
      return polynomialOf(point.subarray(at - terms, at), spacing, sign);
    });
    return found as Polynomials;
  }

  errors(point: Float64Array, rows: Filtering): Float64Array {
    const [near, far, nearError, farError] = this.polynomials(point);
    return filter(times(near, far), times(nearError, farError), this.#centred(point, rows));
  }

  slope(point: Float64Array, rows: Filtering) {
    const [near, far, nearError, farError] = this.polynomials(point);
    const denominator = times(nearError, farError);
    const centred = this.#centred(point, rows);
    const errors = filter(times(near, far), denominator, centred);
    const past = { ...rows, input: errors };
    // Of a product the derivative by one factor's coefficient is the other factor, delayed by its lag.
    const sources = [centred, centred, past, past];
    const others = [far, near, farError, nearError];
    const derivatives = this.#parts.flatMap(({ terms, spacing }, part) =>
      Array.from({ length: terms }, (_, index) =>
        filter(
          delayed(others[part] as LagPolynomial, (index + 1) * spacing),
          denominator,
          sources[part] as Filtering,
        ),
      ),
    );
    if (this.hasMean) {
      const ones = { ...rows, input: new Float64Array(rows.input.length).fill(-1) };
      derivatives.push(filter(times(near, far), denominator, ones));
    }
    return { errors, derivatives };
  }

  #centred(point: Float64Array, rows: Filtering): Filtering {
    if (!this.hasMean) return rows;
    const mean = point[this.count] as number;
    return { ...rows, input: rows.input.map((value) => value - mean) };
  }
}

function fittedArima(name: string, orders: ArimaOrders, fit: ArimaFit, bounds: Bounds): FittedModel {
  const shape = new Shape(orders);
  const [near, far, nearError, farError] = shape.polynomials(fit.coefficients);
  const whole = times(shape.differences, times(near, far));
  const error = times(nearError, farError);
  return {
    name,
    forecast(values, origin, path) {
      const first = Math.max(0, origin - Math.max(mostRows, 5 * shape.reach));
      const input = values.slice(first, origin).map((value) => value - fit.mean);
      const known = new Uint8Array(input.length).fill(1);
      const errors = filter(whole, error, { input, from: shape.reach, known });
      for (let ahead = 0; ahead < path.length; ahead += 1) {
        let sum = fit.mean;
        const at = input.length + ahead;
        for (let k = 1; k < whole.lags.length; k += 1) {
          const time = at - (whole.lags[k] as number);
          const value =
            time >= input.length ? (path[time - input.length] as number) - fit.mean : (input[time] ?? 0);
          sum -= (whole.coefficients[k] as number) * value;
        }
        for (let k = 1; k < error.lags.length; k += 1)
          sum += (error.coefficients[k] as number) * (errors[at - (error.lags[k] as number)] ?? 0);
        path[ahead] = within(bounds, sum);
      }
    },
  };
}

function differencedFrom(values: Float64Array, differences: LagPolynomial, from: number): Float64Array {
  const known = new Uint8Array(values.length).fill(1);
  return filter(differences, polynomialOf([], 1, 1), { input: values, from, known });
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
