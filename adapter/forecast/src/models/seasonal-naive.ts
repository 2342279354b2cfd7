import type { FittedModel, Model } from './model.ts';

/**
 * ŷ(t+h) = y(t+h−km) with the smallest k that is in the past. A period m that is not whole is read by linear
 * interpolation between its two neighbours. (Hyndman and Athanasopoulos, Forecasting: Principles and
 * Practice, §5.2.)
 */
export function seasonalNaive(period: number): Model {
  const name = `seasonal-naive-${Number(period.toFixed(2))}`;
  const fitted: FittedModel = {
    name,
    forecast(values, origin, path) {
      for (let ahead = 0; ahead < path.length; ahead += 1) {
        const back = Math.max(1, Math.ceil((ahead + 1) / period)) * period;
        path[ahead] = valueAt(values, origin, origin + ahead - back);
      }
    },
  };
  return { name, fit: ({ end }) => (end >= Math.ceil(period) ? fitted : undefined) };
}

function valueAt(values: Float64Array, origin: number, position: number): number {
  const below = Math.floor(position);
  const share = position - below;
  const left = values[below] ?? values[origin - 1] ?? 0;
  if (share === 0 || below + 1 >= origin) return left;
  return left + share * ((values[below + 1] ?? left) - left);
}
