/** Smoothing of level, trend and season, each from 0 to 1. */
export interface Smoothing {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

/** One step ahead by additive Holt-Winters with given smoothing; needs two seasons. (Winters 1960) */
export function holtWinters(
  values: readonly number[],
  season: number,
  { alpha, beta, gamma }: Smoothing,
): number {
  const mean = (part: readonly number[]) => part.reduce((sum, value) => sum + value, 0) / part.length;
  const first = mean(values.slice(0, season));
  let level = first;
  let trend = (mean(values.slice(season, 2 * season)) - first) / season;
  const seasonal = values.slice(0, season).map((value) => value - first);
  values.slice(season).forEach((value, index) => {
    const phase = index % season;
    const before = level;
    const usual = seasonal[phase] ?? 0;
    level = alpha * (value - usual) + (1 - alpha) * (level + trend);
    trend = beta * (level - before) + (1 - beta) * trend;
    seasonal[phase] = gamma * (value - level) + (1 - gamma) * usual;
  });
  return Math.max(0, level + trend + (seasonal[(values.length - season) % season] ?? 0));
}
