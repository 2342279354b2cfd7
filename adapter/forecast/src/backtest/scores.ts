/** Mean of |actual − forecast| over the steps whose actual value is known (not NaN); NaN when none is. */
export function meanAbsoluteError(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOf(actual, (value, ahead) => Math.abs(value - (forecast[ahead] as number)));
}

/**
 * Symmetric mean absolute percentage error, 0 to 200: mean of 200·|a − f| / (|a| + |f|), a pair of zeros counting
 * as 0. (Makridakis, Spiliotis and Assimakopoulos, The M4 Competition, IJF 36, 2020.)
 */
export function smape(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOf(actual, (value, ahead) => {
    const other = forecast[ahead] as number;
    const size = Math.abs(value) + Math.abs(other);
    return size > 0 ? (200 * Math.abs(value - other)) / size : 0;
  });
}

/** Mean |y(t) − y(t−m)| of the history: what errors are divided by to make them comparable between series. */
export function seasonalScale(history: ArrayLike<number>, period: number): number {
  let sum = 0;
  let count = 0;
  for (let time = period; time < history.length; time += 1) {
    const step = Math.abs((history[time] as number) - (history[time - period] as number));
    if (Number.isNaN(step)) continue;
    sum += step;
    count += 1;
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** Mean absolute scaled error (Hyndman and Koehler, IJF 22, 2006). */
export function mase(
  history: ArrayLike<number>,
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  period: number,
): number {
  return meanAbsoluteError(actual, forecast) / seasonalScale(history, period);
}

/** Overall weighted average of the M4 competition: mean of both errors relative to those of Naive2. */
export function owa(model: { smape: number; mase: number }, naive2: { smape: number; mase: number }): number {
  return (model.smape / naive2.smape + model.mase / naive2.mase) / 2;
}

/** 1 − error ÷ that of a reference on the same steps: 0.3 is thirty per cent less; NaN where the reference is exact. */
export function skill(error: number, reference: number): number {
  return reference > 0 ? 1 - error / reference : Number.NaN;
}

/** Pinball loss of a quantile: p·(a − q) above it and (1 − p)·(q − a) below. (Koenker and Bassett, 1978.) */
export function pinball(actual: number, quantile: number, probability: number): number {
  return Math.max(probability * (actual - quantile), (1 - probability) * (quantile - actual));
}

/** Share of known actual values at or under the quantile; NaN when none is known. */
export function coverage(actual: ArrayLike<number>, quantile: ArrayLike<number>): number {
  return meanOf(actual, (value, ahead) => (value <= (quantile[ahead] as number) ? 1 : 0));
}

/** Share of known actual values inside a band, its edges included; NaN when none is known. */
export function coverageOfBand(actual: ArrayLike<number>, { lower, upper }: Band): number {
  return meanOf(actual, (value, ahead) =>
    value >= (lower[ahead] as number) && value <= (upper[ahead] as number) ? 1 : 0,
  );
}

/** Edges of an interval, step by step. */
export interface Band {
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
}

/** Scaled interval score of the M4 competition for the central interval at `level` (Gneiting and Raftery, 2007). */
export function msis(
  history: ArrayLike<number>,
  actual: ArrayLike<number>,
  band: Band,
  { level, period }: { level: number; period: number },
): number {
  const penalty = 2 / (1 - level);
  const score = meanOf(actual, (value, ahead) => {
    const lower = band.lower[ahead] as number;
    const upper = band.upper[ahead] as number;
    return upper - lower + penalty * (Math.max(0, lower - value) + Math.max(0, value - upper));
  });
  return score / seasonalScale(history, period);
}

function meanOf(actual: ArrayLike<number>, at: (value: number, ahead: number) => number): number {
  let sum = 0;
  let count = 0;
  for (let ahead = 0; ahead < actual.length; ahead += 1) {
    const value = actual[ahead] as number;
    if (Number.isNaN(value)) continue;
    sum += at(value, ahead);
    count += 1;
  }
  return count > 0 ? sum / count : Number.NaN;
}
