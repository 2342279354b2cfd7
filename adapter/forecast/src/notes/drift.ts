import { medianInPlace } from '../linear/select.ts';

/** A steady rise or fall over the history. */
export interface Drift {
  /** Change from one season to the next, as a share of the median level. */
  readonly perSeason: number;
}

/** Seasons below which nothing is said. */
const fewestSeasons = 5;
/** Newest seasons that are looked at. */
const mostSeasons = 60;
/** Standard deviations of Kendall's statistic beyond which the rise is no chance: about one in a hundred. */
const significant = 2.58;
/** Share of the median level that the history must have drifted over. */
const leastDrift = 0.1;

/**
 * A drift that the medians of whole seasons agree on: Kendall's rank test says whether, the median of all slopes
 * between two of them how much. (Mann, Econometrica 13, 1945; Sen, JASA 63, 1968.) Undefined where there is none.
 */
export function driftIn(values: Float64Array, period: number): Drift | undefined {
  const medians = seasonMedians(values, Math.round(period)).slice(-mostSeasons);
  const count = medians.length;
  if (count < fewestSeasons) return undefined;
  const slopes: number[] = [];
  let agreement = 0;
  for (let late = 1; late < count; late += 1)
    for (let early = 0; early < late; early += 1) {
      const change = (medians[late] as number) - (medians[early] as number);
      agreement += Math.sign(change);
      slopes.push(change / (late - early));
    }
  const deviation = Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const level = Math.abs(medianInPlace(Float64Array.from(medians)));
  const slope = medianInPlace(Float64Array.from(slopes));
  const certain = Math.abs(agreement) > significant * deviation;
  return certain && Math.abs(slope) * count > leastDrift * level && level > 0
    ? { perSeason: slope / level }
    : undefined;
}

/** Medians of the seasons counted back from the end, oldest first, of those that are half known or more. */
function seasonMedians(values: Float64Array, period: number): number[] {
  const count = Math.floor(values.length / period);
  const medians: number[] = [];
  for (let index = count; index > 0; index -= 1) {
    const from = values.length - index * period;
    const known = values.slice(from, from + period).filter((value) => !Number.isNaN(value));
    if (2 * known.length >= period) medians.push(medianInPlace(known));
  }
  return medians;
}
