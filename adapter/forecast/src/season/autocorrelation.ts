/** Values at most that correlations are computed over; longer histories are first averaged in blocks. */
const mostValues = 1500;
/** Cycles that a period must have been seen for. */
const fewestCycles = 3;
const leastCorrelation = 0.5;
/** How far the correlation must have fallen before it rises to a peak: a slow decay is no season. */
const leastRise = 0.4;

/**
 * The first lag at which the values look most like themselves again, not necessarily whole: the highest peak of
 * the autocorrelation after its first deep trough, with the parabola through it and its neighbours. Undefined
 * where there is none. (Box, Jenkins and Reinsel, Time Series Analysis, §2.1.)
 */
export function strongestPeriod(values: Float64Array): number | undefined {
  const block = Math.max(1, Math.ceil(values.length / mostValues));
  const correlations = correlationsOf(averaged(values, block));
  let trough = 1;
  let best: number | undefined;
  for (let lag = 2; lag + 1 < correlations.length; lag += 1) {
    const here = correlations[lag] as number;
    if (best === undefined && here < (correlations[trough] as number)) trough = lag;
    const peak = here >= (correlations[lag - 1] as number) && here > (correlations[lag + 1] as number);
    const risen = here - (correlations[trough] as number) >= leastRise;
    // A later multiple must be clearly better to be taken for the period.
    const better = best === undefined || here > (correlations[best] as number) + 0.05;
    if (peak && risen && here > leastCorrelation && better) best = lag;
  }
  if (best === undefined || best < 4) return undefined;
  const period = block * refined(correlations, best);
  // Few cycles bend the peak inwards; a whole number of steps is the likelier truth.
  return Math.abs(period - Math.round(period)) < 0.02 * period && block === 1 ? Math.round(period) : period;
}

function averaged(values: Float64Array, block: number): Float64Array {
  const count = Math.floor(values.length / block);
  return Float64Array.from({ length: count }, (_, index) => {
    let sum = 0;
    for (let at = index * block; at < (index + 1) * block; at += 1) sum += values[at] as number;
    return sum / block;
  });
}

function correlationsOf(values: Float64Array): Float64Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  const centred = values.map((value) => value - mean);
  const total = centred.reduce((sum, value) => sum + value * value, 0);
  return Float64Array.from({ length: Math.floor(values.length / fewestCycles) + 1 }, (_, lag) => {
    let sum = 0;
    for (let time = lag; time < centred.length; time += 1)
      sum += (centred[time] as number) * (centred[time - lag] as number);
    return total > 0 ? (sum / total) * (centred.length / (centred.length - lag)) : 0;
  });
}

function refined(correlations: Float64Array, lag: number): number {
  const before = correlations[lag - 1] as number;
  const here = correlations[lag] as number;
  const after = correlations[lag + 1] as number;
  const bend = before - 2 * here + after;
  return bend < 0 ? lag + (before - after) / (2 * bend) : lag;
}
