import type { BudgetEffect } from './budget.ts';
import type { Limit } from './reason.ts';
import type { DecisionSettings } from './settings.ts';

/** What may stand between a wish and a decision. */
export interface Limits {
  readonly settings: DecisionSettings;
  readonly current: number;
  readonly budget: BudgetEffect | undefined;
}

/** A count within its bounds, with the bounds that changed it. */
export interface Bounded {
  readonly replicas: number;
  readonly limitedBy: readonly Limit[];
}

/**
 * Brings a wished count within the bounds: first past the tolerance of the scaler, then between fewest and
 * most replicas, and last below what the budget pays for.
 */
export function bounded(wished: number, { settings, current, budget }: Limits): Bounded {
  const limitedBy: Limit[] = [];
  const set = (replicas: number, limit: Limit) => {
    if (replicas !== count) limitedBy.push(limit);
    count = replicas;
  };
  let count = wished;
  set(pastTolerance(count, current, settings.hpaTolerance), 'HpaTolerance');
  set(Math.max(count, settings.minReplicas), 'MinReplicas');
  set(Math.min(count, settings.maxReplicas), 'MaxReplicas');
  if (budget === undefined) return { replicas: count, limitedBy };
  set(Math.min(count, Math.max(settings.minReplicas, budget.mostReplicas)), 'Budget');
  if (budget.belowMinimum) limitedBy.push('BudgetBelowMinimum');
  return { replicas: count, limitedBy };
}

/**
 * The HPA keeps the present count while the wanted one is within its tolerance (KEP-4951 makes it settable):
 * more replicas are asked for until it moves. Fewer are never asked for: staying is the safe side.
 */
function pastTolerance(wanted: number, current: number, tolerance: number): number {
  if (tolerance <= 0 || wanted <= current || current <= 0) return wanted;
  return wanted / current - 1 > tolerance ? wanted : Math.floor(current * (1 + tolerance)) + 1;
}
