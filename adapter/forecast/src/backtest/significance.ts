import { studentTails } from './student.ts';

/** Whether one forecaster's losses are lower than another's by more than chance. */
export interface Significance {
  /** Negative when the first is better. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Diebold-Mariano test of equal loss for forecasts `ahead` steps ahead, with the long-run variance of the loss
 * differences up to lag `ahead − 1`, the small-sample correction of Harvey, Leybourne and Newbold, and Student's t
 * law. (Diebold and Mariano, JBES 13, 1995; Harvey et al., IJF 13, 1997.) Undefined for fewer than eight origins
 * or equal losses.
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
  return { statistic, pValue: studentTails(statistic, count - 1) };
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
