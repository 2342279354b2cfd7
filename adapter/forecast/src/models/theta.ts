import { signOf, within } from './bounds.ts';
import { smoothing, smoothingRate } from './exponential-smoothing.ts';
import type { Model, Training } from './model.ts';

/**
 * The Theta method: seasonally adjusted values are smoothed exponentially, and half of the slope of their
 * straight line is added: ŷ(t+h) = l(t) + (h − 1 + (1 − (1−α)^n) / α)·b/2 + s(t+h).
 * (Assimakopoulos and Nikolopoulos, IJF 16, 2000; as SES with drift in Hyndman and Billah, IJF 19, 2003.)
 */
export function theta(period: number | undefined): Model {
  return {
    name: 'theta',
    fit(training) {
      const season = period === undefined ? undefined : seasonalIndices(training, Math.round(period));
      const adjusted = season === undefined ? training : { ...training, values: adjust(training, season) };
      if (training.end < 3) return undefined;
      const alpha = smoothingRate(adjusted);
      const level = smoothing(alpha);
      const bounds = signOf(training);
      const slope = lineSlope(adjusted) / 2;
      return {
        name: 'theta',
        forecast(values, origin, path) {
          const view = { ...training, values, end: origin };
          level.forecast(season === undefined ? values : adjust(view, season), origin, path);
          const lag = alpha > 0 ? (1 - (1 - alpha) ** origin) / alpha : origin;
          for (let ahead = 0; ahead < path.length; ahead += 1) {
            const seasonal = season?.[(origin + ahead) % season.length] ?? 0;
            path[ahead] = within(bounds, (path[ahead] as number) + slope * (ahead + lag) + seasonal);
          }
        },
      };
    },
  };
}

/** Mean distance of each phase from the centred moving average, summing to zero. */
function seasonalIndices({ values, end }: Training, period: number): Float64Array | undefined {
  if (period < 2 || end < 2 * period + 1) return undefined;
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  const half = Math.floor(period / 2);
  let window = 0;
  for (let time = 0; time < period; time += 1) window += values[time] as number;
  for (let time = half; time + period - half < end; time += 1) {
    const next = window + (values[time + period - half] as number) - (values[time - half] as number);
    const centre = period % 2 === 0 ? (window + next) / (2 * period) : window / period;
    const phase = time % period;
    sums[phase] = (sums[phase] as number) + (values[time] as number) - centre;
    counts[phase] = (counts[phase] as number) + 1;
    window = next;
  }
  const indices = sums.map((sum, phase) => sum / Math.max(1, counts[phase] as number));
  const mean = indices.reduce((sum, index) => sum + index, 0) / period;
  return indices.map((index) => index - mean);
}

function adjust({ values, end }: Training, season: Float64Array): Float64Array {
  const adjusted = new Float64Array(end);
  for (let time = 0; time < end; time += 1)
    adjusted[time] = (values[time] as number) - (season[time % season.length] as number);
  return adjusted;
}

/** Slope of the least-squares line through the values. */
function lineSlope({ values, end }: Training): number {
  const centre = (end - 1) / 2;
  let numerator = 0;
  let denominator = 0;
  for (let time = 0; time < end; time += 1) {
    numerator += (time - centre) * (values[time] as number);
    denominator += (time - centre) ** 2;
  }
  return denominator > 0 ? numerator / denominator : 0;
}
