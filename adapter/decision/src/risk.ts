import { exceedance, type Outlook, quantile } from './outlook.ts';
import type { RiskSetting } from './settings.ts';
import type { Shortfall } from './shortfall.ts';
import { loadServedBy, type Rung } from './supply.ts';

/** How fast experience moves the price of a pod, per minute and root of the risk asked. */
const steering = 0.008;
/** The forecast never asks for less than this quantile, however dear pods are. */
const leastLevel = 0.5;
const bounds = { low: -8, high: 8 } as const;

/** First price of the mean need for one minute, per root of the risk asked. */
const firstPrice = 0.85;

/**
 * Price of one replica for one minute in short minutes: what the choice below weighs against the chance of
 * being short. With a cost it is that cost; with a share asked it begins with the root of that share and is
 * moved by `correction`, which feedback learns.
 */
export function replicaPrice(risk: RiskSetting, meanNeed: number, correction: number): number {
  if (risk.type === 'Cost') return 1 / (60 * risk.podHoursPerShortMinute);
  return (firstPrice * Math.sqrt(risk.percent / 100) * Math.exp(correction)) / Math.max(1, meanNeed);
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

/** What a choice is made from. */
export interface ChoiceInput {
  readonly ladder: readonly Rung[];
  readonly outlook: Outlook;
  /** Price of a replica in chance of being short. */
  readonly price: number;
  readonly current: number;
  readonly meanNeed: number;
  /** Minutes for which nobody is served when the count changes. */
  readonly pauseMinutes: number;
  /** Demand up to which the workload may rest at no replicas; undefined when it may not. */
  readonly idleLoad: number | undefined;
}

/** A count, and whether it is the present one because a change would have gained too little. */
export interface Choice {
  readonly replicas: number;
  readonly kept: boolean;
}

/** A replica that is added stays for a while, and so costs this much more than one that is there. */
const addedSurcharge = 0.3;
/** A change has to save at least this share of the mean need. */
const worthwhile = 0.05;
/** Minutes for which a change is of use, over which the pause that it causes has to be earned back. */
const useMinutes = 10;

/**
 * The count with the least chance of being short plus price of its replicas, never below the median of the
 * outlook; or the present count, where a change would gain less than an action is worth.
 */
export function choose(input: ChoiceInput): Choice {
  const { outlook, price, current, idleLoad } = input;
  if ((outlook.loads.at(-1) ?? 0) <= 0) return { replicas: 0, kept: false };
  const ladder = idleLoad === undefined ? input.ladder : [{ replicas: 0, load: idleLoad }, ...input.ladder];
  const least = quantile(outlook, leastLevel);
  const cost = ({ replicas, load }: Rung) =>
    exceedance(outlook, load) + price * (replicas + addedSurcharge * Math.max(0, replicas - current));
  const top = ladder.at(-1) ?? { replicas: 0, load: 0 };
  let [best, bestCost] = [top, cost(top)];
  for (const rung of ladder) {
    if (price * rung.replicas >= bestCost) break;
    if (rung.load < least) continue;
    const found = cost(rung);
    if (found < bestCost) [best, bestCost] = [rung, found];
  }
  const present = { replicas: current, load: loadServedBy(ladder, current) };
  const gain = cost(present) - bestCost;
  const leastGain = worthwhile * price * input.meanNeed + input.pauseMinutes / useMinutes;
  const kept = present.load >= least && gain <= leastGain;
  return { replicas: kept ? current : best.replicas, kept: kept && current !== best.replicas };
}
