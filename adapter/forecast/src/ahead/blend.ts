import type { JumpModel } from './jump-model.ts';
import type { SortedWindow } from './sorted-window.ts';

/** Levels of the quantiles that are answered; dense where replicas are decided. */
export const levelsAhead: readonly number[] = [
  0.05, 0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.84, 0.87, 0.9, 0.92, 0.94, 0.955, 0.965, 0.975, 0.982, 0.988, 0.992,
  0.995, 0.9975, 0.999,
];

/** Share of the jump model in the blend of both distributions. */
const jumpShare = 0.8;
const halvings = 20;

/**
 * Quantiles of the miss: of the standardised misses seen lately times the spread expected now, and, once there
 * is a jump model, of the linear pool of both distributions (Stone, The Opinion Pool, 1961).
 */
export function blended(standardised: SortedWindow, sigma: number, jumps: JumpModel | undefined): number[] {
  if (jumps === undefined) return levelsAhead.map((level) => sigma * standardised.quantile(level));
  const below = (miss: number) =>
    (1 - jumpShare) * standardised.shareBelow(miss / sigma) + jumpShare * jumps.shareBelow(miss);
  const top = Math.max(jumps.highest, standardised.largest * sigma);
  let from = Math.min(jumps.lowest, standardised.quantile(0) * sigma);
  return levelsAhead.map((level) => {
    let [low, high] = [from, top];
    for (let halving = 0; halving < halvings; halving += 1) {
      const middle = (low + high) / 2;
      if (below(middle) < level) low = middle;
      else high = middle;
    }
    from = low;
    return high;
  });
}
