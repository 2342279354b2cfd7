import { minimise } from '../linear/nelder-mead.ts';
import { signOf, within } from './bounds.ts';
import type { FittedModel, Model, Training } from './model.ts';

/** How fast level, slope and season follow, each from 0 to 1. */
export interface Rates {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

interface State {
  level: number;
  slope: number;
  readonly season: Float64Array;
}

/**
 * Additive Holt-Winters with a whole period m: l = α(y − s) + (1−α)(l + b), b = β·Δl + (1−β)b,
 * s = γ(y − l) + (1−γ)s, ŷ(t+h) = l + h·b + s. Rates have the least one-step squared error.
 * (Winters, Management Science 6, 1960; Hyndman et al., Forecasting with Exponential Smoothing, §2.3.)
 */
export function holtWinters(period: number): Model {
  const name = `holt-winters-${period}`;
  return {
    name,
    fit(training) {
      if (training.end < 2 * period + 2) return undefined;
      const [alpha = 0.3, beta = 0, gamma = 0.1] = minimise({
        start: [0.3, 0.02, 0.1],
        steps: 60,
        loss: ([a = 0, b = 0, g = 0]) => run(training, period, { alpha: a, beta: b, gamma: g }).error,
      });
      return holtWintersWith(period, { alpha, beta, gamma }, training);
    },
  };
}

/** Holt-Winters with given rates, from the start of the values on. */
export function holtWintersWith(period: number, rates: Rates, training: Training): FittedModel {
  const bounds = signOf(training);
  return {
    name: `holt-winters-${period}`,
    forecast(values, origin, path) {
      const known = new Uint8Array(origin).fill(1);
      const { state } = run({ ...training, values, known, end: origin }, period, rates);
      for (let ahead = 0; ahead < path.length; ahead += 1) {
        const seasonal = state.season[(origin + ahead) % period] as number;
        path[ahead] = within(bounds, state.level + (ahead + 1) * state.slope + seasonal);
      }
    },
  };
}

function start({ values }: Training, period: number): State {
  const mean = (from: number) =>
    values.subarray(from, from + period).reduce((sum, value) => sum + value, 0) / period;
  const level = mean(0);
  const season = Float64Array.from({ length: period }, (_, phase) => (values[phase] as number) - level);
  return { level, slope: (mean(period) - level) / period, season };
}

function run(training: Training, period: number, { alpha, beta, gamma }: Rates) {
  const { values, known, end } = training;
  const state = start(training, period);
  let error = 0;
  for (let time = period; time < end; time += 1) {
    const phase = time % period;
    const value = values[time] as number;
    const seasonal = state.season[phase] as number;
    const miss = value - state.level - state.slope - seasonal;
    if (known[time] === 1) error += miss * miss;
    const before = state.level;
    state.level = before + state.slope + alpha * miss;
    state.slope += beta * (state.level - before - state.slope);
    state.season[phase] = gamma * (value - state.level) + (1 - gamma) * seasonal;
  }
  return { state, error };
}
