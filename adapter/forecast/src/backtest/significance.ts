/** Whether one forecaster's losses are lower than another's by more than chance. */
export interface Significance {
  /** Negative when the first is better. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Diebold-Mariano test of equal loss for forecasts `ahead` steps ahead, with the long-run variance of the loss
 * differences up to lag `ahead − 1` and the small-sample correction of Harvey, Leybourne and Newbold.
 * (Diebold and Mariano, JBES 13, 1995; Harvey et al., IJF 13, 1997. The normal law stands for Student's t: with
 * the hundreds of origins of a backtest they agree.) Undefined for fewer than eight origins or equal losses.
 */
export function dieboldMariano(
  first: readonly number[],
  second: readonly number[],
  ahead: number,
): Significance | undefined {
  const differences = first.map((loss, index) => loss - (second[index] ?? Number.NaN));
  const count = differences.length;
  if (count < 8 || differences.some(Number.isNaN)) return undefined;
  const mean = differences.reduce((sum, value) => sum + value, 0) / count;
  const lags = Math.min(ahead, Math.floor(count / 2));
  const variance = longRunVariance(differences, mean, lags);
  if (!(variance > 0)) return undefined;
  const correction = Math.sqrt(Math.max(0, count + 1 - 2 * lags + (lags * (lags - 1)) / count) / count);
  const statistic = (mean / Math.sqrt(variance / count)) * correction;
  return { statistic, pValue: 2 * (1 - normalShare(Math.abs(statistic))) };
}

/** Bartlett weights keep it positive (Newey and West, Econometrica 55, 1987). */
function longRunVariance(values: readonly number[], mean: number, lags: number): number {
  let total = 0;
  for (let lag = 0; lag < lags; lag += 1) {
    let sum = 0;
    for (let time = lag; time < values.length; time += 1)
      sum += ((values[time] ?? 0) - mean) * ((values[time - lag] ?? 0) - mean);
    total += (lag === 0 ? 1 : 2 * (1 - lag / lags)) * (sum / values.length);
  }
  return total;
}

/** Share of the standard normal law at or under z ≥ 0 (Abramowitz and Stegun, 26.2.17; error under 1e-7). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
