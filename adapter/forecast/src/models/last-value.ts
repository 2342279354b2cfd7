import type { FittedModel, Model } from './model.ts';

const fitted: FittedModel = {
  name: 'last-value',
  forecast(values, origin, path) {
    path.fill(values[origin - 1] ?? 0);
  },
};

/** ŷ(t+h) = y(t): optimal for a random walk, and the baseline that skill is measured against. */
export const lastValue: Model = { name: fitted.name, fit: () => fitted };
