import type { FittedModel, Model } from './model.ts';

/** ŷ(t+h) = mean of the last `width` values, or of all where there are fewer. */
export function movingAverage(width: number): Model {
  const name = `moving-average-${width}`;
  const fitted: FittedModel = {
    name,
    forecast(values, origin, path) {
      const first = Math.max(0, origin - width);
      let sum = 0;
      for (let time = first; time < origin; time += 1) sum += values[time] as number;
      path.fill(origin > first ? sum / (origin - first) : 0);
    },
  };
  return { name, fit: ({ end }) => (end > 0 ? fitted : undefined) };
}
