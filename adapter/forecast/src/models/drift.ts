import { signOf, within } from './bounds.ts';
import type { Model } from './model.ts';

/**
 * ŷ(t+h) = y(t) + h·(y(n) − y(1))/(n − 1): the line from the first to the last value, continued from the origin.
 * (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, §5.2.)
 */
export const drift: Model = {
  name: 'drift',
  fit(training) {
    const { values, end } = training;
    if (end < 2) return undefined;
    const slope = ((values[end - 1] as number) - (values[0] as number)) / (end - 1);
    const bounds = signOf(training);
    return {
      name: 'drift',
      forecast(history, origin, path) {
        const last = history[origin - 1] ?? 0;
        for (let ahead = 0; ahead < path.length; ahead += 1)
          path[ahead] = within(bounds, last + slope * (ahead + 1));
      },
    };
  },
};
