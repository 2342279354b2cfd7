const day = 86_400;
const week = 7 * day;

/** Least autocorrelation at a period for it to count as a season. */
const leastCorrelation = 0.25;

/** Periods in steps in which the values repeat, shortest first: a day and a week where the history has two of them. */
export function detectSeasons(values: Float64Array, stepSeconds: number): number[] {
  return [day, week]
    .map((period) => period / stepSeconds)
    .filter((period) => period >= 4 && period * 2 <= values.length)
    .filter((period) => autocorrelation(values, Math.round(period)) > leastCorrelation);
}

function autocorrelation(values: Float64Array, lag: number): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let total = 0;
  let shared = 0;
  for (let time = 0; time < values.length; time += 1) {
    const here = (values[time] as number) - mean;
    total += here * here;
    if (time >= lag) shared += here * ((values[time - lag] as number) - mean);
  }
  return total > 0 ? (shared / total) * (values.length / (values.length - lag)) : 0;
}
