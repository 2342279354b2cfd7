import { exceedance, type Outlook, quantile } from './outlook.ts';
import type { RiskSetting } from './settings.ts';
import type { Shortfall } from './shortfall.ts';
import type { Rung } from './supply.ts';

/** How fast experience moves the price of a pod, per minute and root of the risk asked. */
const steering = 0.03;
/** The forecast never asks for less than this quantile, however dear pods are. */
const leastLevel = 0.5;
const bounds = { low: -8, high: 8 } as const;

/**
 * Price of one replica for one minute in short minutes: what the choice below weighs against the chance of
 * being short. With a cost it is that cost; with a share asked it begins at the share and is moved by
 * `correction`, which feedback learns.
 */
export function replicaPrice(risk: RiskSetting, meanNeed: number, correction: number): number {
  if (risk.type === 'Cost') return 1 / (60 * risk.podHoursPerShortMinute);
  return (4 * (risk.percent / 100) * Math.exp(correction)) / Math.max(1, meanNeed);
}

/**
 * Moves the correction after some time was judged: down (more pods) when more of it was short than asked, up
 * when less. Scaled by the root of what is asked, so that rare shortages are answered strongly and calm time
 * slowly. Online calibration in the manner of Gibbs & Candès, Adaptive Conformal Inference (NeurIPS 2021).
 */
export function steer(correction: number, risk: RiskSetting, { minutes, shortMinutes }: Shortfall): number {
  if (risk.type === 'Cost') return correction;
  const asked = risk.percent / 100;
  const moved = correction + (steering * (asked * minutes - shortMinutes)) / Math.sqrt(asked);
  return Math.min(bounds.high, Math.max(bounds.low, moved));
}

/** A count with what it costs: its chance of being short plus the price of its replicas. */
export interface Choice {
  readonly replicas: number;
  readonly cost: number;
}

/** The count with the least chance of being short plus price of its replicas, and never below the median. */
export function cheapest(ladder: readonly Rung[], outlook: Outlook, price: number): Choice {
  if ((outlook.loads.at(-1) ?? 0) <= 0) return { replicas: 0, cost: 0 };
  const least = quantile(outlook, leastLevel);
  const top = ladder.at(-1);
  let best: Choice = { replicas: top?.replicas ?? 0, cost: Number.POSITIVE_INFINITY };
  for (const rung of ladder) {
    if (rung.load < least && rung !== top) continue;
    if (price * rung.replicas >= best.cost) break;
    const cost = exceedance(outlook, rung.load) + price * rung.replicas;
    if (cost < best.cost) best = { replicas: rung.replicas, cost };
  }
  return best;
}
