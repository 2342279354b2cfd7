import type { FittedModel, Model, Training } from './model.ts';

const critical = 1.645;

/**
 * Naive2 of the M4 competition: the last value, seasonally adjusted by classical multiplicative decomposition where
 * the autocorrelation at the period passes a test, and the indices multiplied back. What OWA is relative to.
 * Without a season, and where values are not all positive, it is the last value.
 * (Makridakis, Spiliotis and Assimakopoulos, The M4 Competition, IJF 36, 2020, appendix.)
 */
export function naive2(period: number): Model {
  const name = `naive2-${period}`;
  return {
    name,
    fit(training) {
      if (training.end < 1) return undefined;
      const indices = isSeasonal(training, period)
        ? indicesOf(training, period)
        : new Float64Array(1).fill(1);
      return repeated(name, indices);
    },
  };
}

function repeated(name: string, indices: Float64Array): FittedModel {
  const at = (time: number) => indices[time % indices.length] as number;
  return {
    name,
    forecast(values, origin, path) {
      const adjusted = (values[origin - 1] ?? 0) / at(Math.max(0, origin - 1));
      for (let ahead = 0; ahead < path.length; ahead += 1) path[ahead] = adjusted * at(origin + ahead);
    },
  };
}

/** Whether the autocorrelation at the period lies beyond what Bartlett's formula allows without a season. */
function isSeasonal({ values, end }: Training, period: number): boolean {
  const seen = values.subarray(0, end);
  if (period < 2 || end < 3 * period || seen.some((value) => value <= 0)) return false;
  const mean = seen.reduce((sum, value) => sum + value / end, 0);
  const product = (lag: number) => {
    let sum = 0;
    for (let time = lag; time < end; time += 1)
      sum += ((seen[time] as number) - mean) * ((seen[time - lag] as number) - mean);
    return sum;
  };
  const total = product(0);
  if (!(total > 0)) return false;
  let squares = 0;
  for (let lag = 1; lag < period; lag += 1) squares += (product(lag) / total) ** 2;
  return Math.abs(product(period) / total) > critical * Math.sqrt((1 + 2 * squares) / end);
}

/** Mean ratio of each phase to the centred moving average, with mean one. */
function indicesOf({ values, end }: Training, period: number): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  const half = Math.floor(period / 2);
  const even = period % 2 === 0;
  for (let time = half; time + half < end; time += 1) {
    let centre = 0;
    for (let offset = -half; offset <= half; offset += 1) {
      const weight = even && Math.abs(offset) === half ? 0.5 : 1;
      centre += (weight * (values[time + offset] as number)) / period;
    }
    const phase = time % period;
    sums[phase] = (sums[phase] as number) + (values[time] as number) / centre;
    counts[phase] = (counts[phase] as number) + 1;
  }
  const ratios = sums.map((sum, phase) => sum / (counts[phase] as number));
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / period;
  return ratios.map((ratio) => ratio / mean);
}
