const day = 86_400;
const week = 7 * day;

/** Periods in steps in which a load repeats, shortest first: a day and a week where the history holds two of them. */
export function seasonsFor(values: Float64Array, stepSeconds: number): number[] {
  return [day, week]
    .map((period) => period / stepSeconds)
    .filter((period) => period >= 4 && period * 2 <= values.length);
}
