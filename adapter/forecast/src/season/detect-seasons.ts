import { fillGaps } from '../fill-gaps.ts';
import { strongestPeriod } from './autocorrelation.ts';

const day = 86_400;
const week = 7 * day;

/**
 * Periods in steps in which a load repeats, shortest first: a day and a week where the history holds two of them,
 * because people live by them; in a shorter history the period that its autocorrelation shows, if any. A
 * calendar period that is none in this load costs little: its members then get little weight.
 */
export function seasonsFor(values: Float64Array, stepSeconds: number): number[] {
  const calendar = [day, week]
    .map((period) => period / stepSeconds)
    .filter((period) => period >= 4 && period * 2 <= values.length);
  if (calendar.length > 0 || values.every(Number.isNaN)) return calendar;
  const period = strongestPeriod(fillGaps(values).values);
  return period === undefined ? [] : [period];
}
