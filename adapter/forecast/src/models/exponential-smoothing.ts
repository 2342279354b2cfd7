import { minimise } from '../linear/nelder-mead.ts';
import { type Bounds, signOf, within } from './bounds.ts';
import type { FittedModel, Model, Training } from './model.ts';

/** Values before the origin after which the start of a recursion no longer matters. */
const memory = 2000;

/**
 * Simple exponential smoothing: l(t) = l(t−1) + α·(y(t) − l(t−1)), ŷ(t+h) = l(t), α with the least one-step
 * squared error. (Brown, 1959; Hyndman et al., Forecasting with Exponential Smoothing, §2.2.)
 */
export const simpleSmoothing: Model = {
  name: 'simple-smoothing',
  fit(training) {
    if (training.end < 3) return undefined;
    return smoothing(smoothingRate(training));
  },
};

/** The α with the least one-step squared error. */
export function smoothingRate(training: Training): number {
  const first = training.values[0] as number;
  const [alpha = 0.5] = minimise({
    start: [0.3],
    steps: 30,
    loss: ([rate = 0]) => oneStepError(training, (level, value) => level + rate * (value - level), first),
  });
  return alpha;
}

/** Simple exponential smoothing with a given rate. */
export function smoothing(alpha: number): FittedModel {
  return {
    name: 'simple-smoothing',
    forecast(values, origin, path) {
      let level = values[Math.max(0, origin - memory)] ?? 0;
      for (let time = Math.max(0, origin - memory); time < origin; time += 1)
        level += alpha * ((values[time] as number) - level);
      path.fill(level);
    },
  };
}

function oneStepError(
  { values, known, end }: Training,
  next: (level: number, value: number) => number,
  first: number,
): number {
  let level = first;
  let sum = 0;
  for (let time = Math.max(0, end - memory); time < end; time += 1) {
    const value = values[time] as number;
    if (known[time] === 1) sum += (value - level) ** 2;
    level = next(level, value);
  }
  return sum;
}

/** Rates of level and slope, and the share of the slope that is left after each step. */
export interface Holt {
  readonly alpha: number;
  readonly beta: number;
  readonly phi: number;
}

/**
 * Holt's linear trend, damped: l(t) = α·y + (1−α)(l + φb), b(t) = β(l(t) − l(t−1)) + (1−β)φb,
 * ŷ(t+h) = l + (φ + … + φ^h)·b with φ in [0.8, 0.98]. (Gardner and McKenzie, Management Science 31, 1985.)
 */
export const dampedHolt: Model = {
  name: 'damped-holt',
  fit(training) {
    if (training.end < 6) return undefined;
    const loss = ([alpha = 0, beta = 0, damping = 0]: readonly number[]) =>
      holtError(training, { alpha, beta, phi: phiOf(damping) });
    // One search from a calm slope alone ends at times against a wall, where a lively one would be better.
    const found = [0.1, 0.5].map((beta) => minimise({ start: [0.5, beta, 0.5], steps: 80, loss }));
    const [alpha = 0.5, beta = 0.1, damping = 0.5] = found.reduce((one, other) =>
      loss(other) < loss(one) ? other : one,
    );
    return holtWith({ alpha, beta, phi: phiOf(damping) }, signOf(training));
  },
};

function phiOf(share: number): number {
  return 0.8 + 0.18 * share;
}

/** Holt's damped trend with given rates. */
export function holtWith(holt: Holt, bounds: Bounds): FittedModel {
  return {
    name: 'damped-holt',
    forecast(values, origin, path) {
      let { level, slope } = holtState(values, origin, holt);
      for (let ahead = 0; ahead < path.length; ahead += 1) {
        slope *= holt.phi;
        level += slope;
        path[ahead] = within(bounds, level);
      }
    },
  };
}

function holtStart(values: Float64Array, first: number) {
  const level = values[first] ?? 0;
  return { level, slope: (values[first + 1] ?? level) - level };
}

function holtState(values: Float64Array, origin: number, { alpha, beta, phi }: Holt) {
  const first = Math.max(0, origin - memory);
  if (origin - first < 2) return { level: values[first] ?? 0, slope: 0 };
  let { level, slope } = holtStart(values, first);
  for (let time = first + 1; time < origin; time += 1) {
    const before = level;
    level = alpha * (values[time] as number) + (1 - alpha) * (level + phi * slope);
    slope = beta * (level - before) + (1 - beta) * phi * slope;
  }
  return { level, slope };
}

function holtError({ values, known, end }: Training, { alpha, beta, phi }: Holt): number {
  const first = Math.max(0, end - memory);
  let { level, slope } = holtStart(values, first);
  let sum = 0;
  for (let time = first + 1; time < end; time += 1) {
    const before = level;
    const error = (values[time] as number) - level - phi * slope;
    if (known[time] === 1) sum += error * error;
    level = before + phi * slope + alpha * error;
    slope = beta * (level - before) + (1 - beta) * phi * slope;
  }
  return sum;
}
