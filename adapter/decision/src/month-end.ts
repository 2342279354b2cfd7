import type { Instant } from './sample.ts';

/** What was spent on the present day and in the present month, in UTC. */
export interface SpendingMemory {
  readonly day: number;
  readonly spent: number;
  /** Whether the present day was counted from midnight on. */
  readonly whole?: boolean;
  /** What was spent on the last full days, oldest first. */
  readonly days?: readonly number[];
  /** The present month, as months since 1970, and what was spent in it. */
  readonly month?: { readonly number: number; readonly spent: number };
}

/** What a month costs, in the currency of the price. */
export interface MonthEnd {
  /** Spent since the first of the month, or since it was first looked at. */
  readonly spent: number;
  /** What the whole month comes to when the rest of it costs as much an hour as the last days did. */
  readonly projected: number;
}

const millisecondsPerHour = 3_600_000;
/** Hours of the present day that have to be over before it says anything of itself. */
const fewestHours = 1;

/**
 * Where the spending of a month, in UTC, is going: what was spent, and for the hours that are left the mean of the
 * last full days, or of the present day while there is none. Undefined before the first hour is over.
 */
export function monthEnd({ spent, days = [], month }: SpendingMemory, now: Instant): MonthEnd | undefined {
  const time = new Date(now);
  const hoursToday = (now % (24 * millisecondsPerHour)) / millisecondsPerHour;
  if (month === undefined || (days.length === 0 && hoursToday < fewestHours)) return undefined;
  const total = days.reduce((sum, day) => sum + day, 0);
  const perHour = days.length > 0 ? total / (24 * days.length) : spent / hoursToday;
  const next = Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1);
  return { spent: month.spent, projected: month.spent + (perHour * (next - now)) / millisecondsPerHour };
}
