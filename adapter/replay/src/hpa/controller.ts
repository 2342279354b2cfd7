import type { HpaBehavior, ScalingRules } from './behavior.ts';

/** A count at a time, in seconds. */
interface At {
  readonly at: number;
  readonly replicas: number;
}

/**
 * The part of the HPA that has a memory: recommendations that stabilise and changes that limit the speed.
 * (podautoscaler/horizontal.go, normalizeDesiredReplicasWithBehaviors)
 */
export class HpaController {
  readonly #behavior: HpaBehavior;
  readonly #bounds: { readonly min: number; readonly max: number };
  #recommendations: At[] | undefined;
  /** Replicas added, or removed when negative. */
  #changes: At[] = [];

  constructor(behavior: HpaBehavior, bounds: { readonly min: number; readonly max: number }) {
    this.#behavior = behavior;
    this.#bounds = bounds;
  }

  /** The count to set now for a proposal; without a proposal the present one is kept. */
  decide(now: number, replicas: number, proposal: number | undefined): number {
    if (proposal === undefined) return replicas;
    const stable = this.#stabilised(
      now,
      replicas,
      Math.max(this.#bounds.min, Math.min(this.#bounds.max, proposal)),
    );
    const wanted =
      stable > replicas ? this.#slowedUp(now, replicas, stable) : this.#slowedDown(now, replicas, stable);
    const longest = longestPeriod(this.#behavior);
    this.#changes = this.#changes.filter(({ at }) => at > now - longest);
    if (wanted !== replicas) this.#changes.push({ at: now, replicas: wanted - replicas });
    return wanted;
  }

  #stabilised(now: number, replicas: number, proposal: number): number {
    const { scaleUp, scaleDown } = this.#behavior;
    const longest = Math.max(scaleUp.stabilizationWindowSeconds, scaleDown.stabilizationWindowSeconds);
    // The count that is found at first counts as the first recommendation.
    this.#recommendations ??= [{ at: now, replicas }];
    this.#recommendations = this.#recommendations.filter(({ at }) => at > now - longest);
    let [most, least] = [proposal, proposal];
    for (const { at, replicas: recommended } of this.#recommendations) {
      if (at > now - scaleUp.stabilizationWindowSeconds) least = Math.min(least, recommended);
      if (at > now - scaleDown.stabilizationWindowSeconds) most = Math.max(most, recommended);
    }
    this.#recommendations.push({ at: now, replicas: proposal });
    return Math.min(Math.max(replicas, least), most);
  }

  /** The count at the beginning of a period, before what was added and removed in it. */
  #startOf(now: number, replicas: number, periodSeconds: number): number {
    return this.#changes
      .filter(({ at }) => at > now - periodSeconds)
      .reduce((start, change) => start - change.replicas, replicas);
  }

  #slowedUp(now: number, replicas: number, wanted: number): number {
    const rules = this.#behavior.scaleUp;
    const limits = rules.policies.map(({ type, value, periodSeconds }) => {
      const start = this.#startOf(now, replicas, periodSeconds);
      return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
    });
    return limited(rules, limits, wanted, replicas, Math.max);
  }

  #slowedDown(now: number, replicas: number, wanted: number): number {
    const rules = this.#behavior.scaleDown;
    const limits = rules.policies.map(({ type, value, periodSeconds }) => {
      const start = this.#startOf(now, replicas, periodSeconds);
      return type === 'Pods' ? start - value : Math.floor(start * (1 - value / 100));
    });
    return limited(rules, limits, wanted, replicas, Math.min);
  }
}

/** Applies the limits; `further` picks the one that allows the larger change. */
function limited(
  { selectPolicy }: ScalingRules,
  limits: readonly number[],
  wanted: number,
  replicas: number,
  further: (...values: number[]) => number,
): number {
  if (selectPolicy === 'Disabled') return replicas;
  if (limits.length === 0) return wanted;
  const nearer = further === Math.max ? Math.min : Math.max;
  const limit = selectPolicy === 'Max' ? further(...limits) : nearer(...limits);
  // A limit that lies on the other side of the present count stops, and does not turn around.
  return nearer(wanted, further(limit, replicas));
}

function longestPeriod({ scaleUp, scaleDown }: HpaBehavior): number {
  const periods = [...scaleUp.policies, ...scaleDown.policies].map(({ periodSeconds }) => periodSeconds);
  return Math.max(0, ...periods);
}
