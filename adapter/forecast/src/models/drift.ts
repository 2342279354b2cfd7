import type { Model } from './model.ts';

/**
 * ŷ(t+h) = y(t) + h·(y(n) − y(1))/(n − 1): the line from the first to the last value, continued from the origin.
 * (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, §5.2.)
 */
export const drift: Model = {
  name: 'drift',
  fit({ values, end }) {
    if (end < 2) return undefined;
    const slope = ((values[end - 1] as number) - (values[0] as number)) / (end - 1);
    return {
      name: 'drift',
      forecast(history, origin, path) {
        const last = history[origin - 1] ?? 0;
        for (let ahead = 0; ahead < path.length; ahead += 1) path[ahead] = last + slope * (ahead + 1);
      },
    };
  },
};
