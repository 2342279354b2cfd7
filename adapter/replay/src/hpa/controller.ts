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
  #recommendations: At[] = [];
  #ups: At[] = [];
  #downs: At[] = [];

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
    if (wanted > replicas) this.#ups.push({ at: now, replicas: wanted - replicas });
    if (wanted < replicas) this.#downs.push({ at: now, replicas: replicas - wanted });
    return wanted;
  }

  #stabilised(now: number, replicas: number, proposal: number): number {
    const { scaleUp, scaleDown } = this.#behavior;
    const longest = Math.max(scaleUp.stabilizationWindowSeconds, scaleDown.stabilizationWindowSeconds);
    this.#recommendations = this.#recommendations.filter(({ at }) => at > now - longest);
    let [most, least] = [proposal, proposal];
    for (const { at, replicas: recommended } of this.#recommendations) {
      if (at > now - scaleUp.stabilizationWindowSeconds) least = Math.min(least, recommended);
      if (at > now - scaleDown.stabilizationWindowSeconds) most = Math.max(most, recommended);
    }
    this.#recommendations.push({ at: now, replicas: proposal });
    return Math.min(Math.max(replicas, least), most);
  }

  #slowedUp(now: number, replicas: number, wanted: number): number {
    const rules = this.#behavior.scaleUp;
    this.#ups = recent(this.#ups, now, rules);
    const limits = rules.policies.map(({ type, value, periodSeconds }) => {
      const start = replicas - changedIn(this.#ups, now, periodSeconds);
      return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
    });
    return limited(rules, limits, wanted, replicas, Math.max);
  }

  #slowedDown(now: number, replicas: number, wanted: number): number {
    const rules = this.#behavior.scaleDown;
    this.#downs = recent(this.#downs, now, rules);
    const limits = rules.policies.map(({ type, value, periodSeconds }) => {
      const start = replicas + changedIn(this.#downs, now, periodSeconds);
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
  return nearer(wanted, selectPolicy === 'Max' ? further(...limits) : nearer(...limits));
}

function recent(changes: readonly At[], now: number, { policies }: ScalingRules): At[] {
  const longest = Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds));
  return changes.filter(({ at }) => at > now - longest);
}

function changedIn(changes: readonly At[], now: number, seconds: number): number {
  return changes.filter(({ at }) => at > now - seconds).reduce((sum, { replicas }) => sum + replicas, 0);
}
