import { signOf, within } from './bounds.ts';
import type { Model } from './model.ts';

const neighbours = 5;

/**
 * What followed the five past windows that were most alike: windows are compared after taking off their mean,
 * and the mean of their continuations is moved to the present level. (Farmer and Sidorowich, Physical Review
 * Letters 59, 1987: local approximation by nearest neighbours.)
 */
export function analogue(window: number): Model {
  const name = `analogue-${window}`;
  return {
    name,
    fit(training) {
      if (training.end < 3 * window) return undefined;
      const bounds = signOf(training);
      return {
        name,
        forecast(values, origin, path) {
          const chosen = nearest(values, origin, window, path.length);
          const level = mean(values, origin - window, origin);
          path.fill(level);
          for (const start of chosen) {
            const offset = mean(values, start - window, start);
            for (let ahead = 0; ahead < path.length; ahead += 1)
              path[ahead] =
                (path[ahead] as number) + ((values[start + ahead] as number) - offset) / chosen.length;
          }
          for (let ahead = 0; ahead < path.length; ahead += 1)
            path[ahead] = within(bounds, path[ahead] as number);
        },
      };
    },
  };
}

/** Ends of the nearest windows, none within half a window of another, all with a known continuation. */
function nearest(values: Float64Array, origin: number, window: number, horizon: number): number[] {
  const found: { start: number; distance: number }[] = [];
  const here = mean(values, origin - window, origin);
  for (let start = window; start + horizon <= origin; start += 1)
    found.push({ start, distance: distanceOf(values, origin, start, window, here) });
  found.sort((a, b) => a.distance - b.distance || b.start - a.start);
  const chosen: number[] = [];
  for (const { start } of found) {
    if (chosen.length === neighbours) break;
    if (chosen.every((other) => Math.abs(other - start) > window / 2)) chosen.push(start);
  }
  return chosen;
}

function distanceOf(
  values: Float64Array,
  origin: number,
  start: number,
  window: number,
  here: number,
): number {
  const there = mean(values, start - window, start);
  let sum = 0;
  for (let back = 1; back <= window; back += 1) {
    const gap = (values[origin - back] as number) - here - (values[start - back] as number) + there;
    sum += gap * gap;
  }
  return sum;
}

function mean(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let time = from; time < to; time += 1) sum += values[time] as number;
  return sum / Math.max(1, to - from);
}
