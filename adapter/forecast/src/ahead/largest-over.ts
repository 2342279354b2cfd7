import type { Track } from './track.ts';

/**
 * Largest load over a window after a step, the load between two steps being the line between them; NaN when
 * one of the samples that it depends on is missing.
 */
export function largestOver(
  loads: Track,
  known: Track,
  step: number,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const [first, last] = [step + Math.floor(from), step + Math.ceil(to)];
  let largest = Math.max(between(loads, step + from), between(loads, step + to));
  for (let at = first; at <= last; at += 1) {
    if (known.at(at) !== 1) return Number.NaN;
    if (at >= step + from && at <= step + to) largest = Math.max(largest, loads.at(at));
  }
  return largest;
}

function between(loads: Track, place: number): number {
  const step = Math.floor(place);
  const share = place - step;
  return share === 0 ? loads.at(step) : loads.at(step) + share * (loads.at(step + 1) - loads.at(step));
}
