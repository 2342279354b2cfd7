import type { SpendingMemory } from './month-end.ts';
import type { Instant } from './sample.ts';
import type { Budget } from './settings.ts';

const millisecondsPerHour = 3_600_000;
const millisecondsPerDay = 24 * millisecondsPerHour;
/** Hours for which a pod that is added now has to be paid for at least: it cannot leave at once. */
const committedHours = 0.25;
/** How strongly pods become dearer when the day would end above the budget. */
const steepness = 4;

/** Nothing spent yet. */
export const noSpending: SpendingMemory = { day: 0, spent: 0 };

/** Full days that are remembered. */
const daysKept = 7;

/**
 * Adds what the replicas cost since the decision before, beginning anew with each day and each month in UTC. What
 * lies before midnight is added to the day before.
 */
export function spend(
  memory: SpendingMemory,
  time: { readonly from: Instant | undefined; readonly now: Instant },
  replicas: number,
  pricePerReplicaHour: number,
): SpendingMemory {
  const { now } = time;
  const day = Math.floor(now / millisecondsPerDay);
  const midnight = day * millisecondsPerDay;
  const from = Math.min(now, time.from ?? now);
  const cost = (span: number) => (Math.max(0, span) / millisecondsPerHour) * replicas * pricePerReplicaHour;
  const today = cost(now - Math.max(from, midnight));
  const month = monthOf(now);
  const spentBefore = memory.month?.number === month ? memory.month.spent : 0;
  const counted = monthOf(midnight - 1) === month ? cost(now - from) : today;
  const next = { day, spent: today, month: { number: month, spent: spentBefore + counted } };
  if (memory.day === day) return { ...memory, ...next, spent: memory.spent + today };
  return { ...next, whole: memory.day === day - 1, days: daysBefore(memory, cost(midnight - from)) };
}

/** The day that is over joins the full days when it was counted as a whole. */
const daysBefore = ({ spent, days = [], whole = false }: SpendingMemory, rest: number): readonly number[] =>
  whole ? [...days, spent + rest].slice(-daysKept) : days;

function monthOf(now: Instant): number {
  const time = new Date(now);
  return 12 * (time.getUTCFullYear() - 1970) + time.getUTCMonth();
}

/** What a budget does to a decision. */
export interface BudgetEffect {
  /** By how much pods are dearer than they would be: 1 while the day ends within the budget. */
  readonly relaxation: number;
  /** Most replicas that can be paid for, never below the fewest allowed. */
  readonly mostReplicas: number;
  /** Whether the fewest replicas allowed alone cost more than is left. */
  readonly belowMinimum: boolean;
}

/**
 * What is left of the day's budget. Risk is relaxed first: the more the day would end above the budget at the
 * present replicas, the dearer each pod. The cap comes last: what is left has to pay for the fewest replicas
 * until midnight and for every further one as long as it is bound to stay.
 */
export function budgetEffect(
  budget: Budget,
  spent: number,
  now: Instant,
  { current, fewest }: { readonly current: number; readonly fewest: number },
): BudgetEffect {
  const hoursLeft = (millisecondsPerDay - (now % millisecondsPerDay)) / millisecondsPerHour;
  const projected = spent + hoursLeft * current * budget.pricePerReplicaHour;
  const left = budget.perDay - spent - hoursLeft * fewest * budget.pricePerReplicaHour;
  const bound = Math.min(hoursLeft, committedHours) * budget.pricePerReplicaHour;
  return {
    relaxation: Math.max(1, projected / budget.perDay) ** steepness,
    mostReplicas: fewest + Math.max(0, Math.floor(left / bound)),
    belowMinimum: left < 0,
  };
}
