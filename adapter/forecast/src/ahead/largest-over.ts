import type { Samples } from './samples.ts';

/**
 * Largest load over a window after a step, the load between two steps being the line between them; NaN when
 * one of the samples that it depends on is missing.
 */
export function largestOver(
  samples: Samples,
  step: number,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const [first, last] = [step + Math.floor(from), step + Math.ceil(to)];
  let largest = Math.max(between(samples, step + from), between(samples, step + to));
  for (let at = first; at <= last; at += 1) {
    if (!samples.isKnown(at)) return Number.NaN;
    if (at >= step + from && at <= step + to) largest = Math.max(largest, samples.load(at));
  }
  return largest;
}

function between(samples: Samples, place: number): number {
  const step = Math.floor(place);
  const share = place - step;
  const load = samples.load(step);
  return share === 0 ? load : load + share * (samples.load(step + 1) - load);
}
