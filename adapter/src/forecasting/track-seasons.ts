import { type AheadOptions, commonSeasons, seasonsFor } from '@pricecast/forecast';

/** A longer season would hold more rows of features than a process with many scalers can keep. */
const mostSteps = 3_000;
/** A shorter season would have its models learned anew with every few values. */
const fewestSteps = 24;
/** Parts of the main season in the short one, as hours are of a day, and how often it is in the longest one. */
const parts = { short: 24, longest: 7 } as const;
const shortestShort = 4;

/**
 * Seasons that a track forecasts with: those that are given, else the one that the history shows, else an hour, a
 * day and a week. The main season is the longest that is given, or the one before it where there are several.
 */
export function trackSeasons(
  stepSeconds: number,
  given: readonly number[] | undefined,
  history: readonly (number | null)[],
): AheadOptions['seasons'] {
  const common = commonSeasons(stepSeconds);
  const found =
    given ??
    seasonsFor(
      Float64Array.from(history, (value) => value ?? Number.NaN),
      stepSeconds,
    );
  const wanted = found
    .map(Math.round)
    .filter((steps) => steps >= fewestSteps)
    .toSorted((a, b) => a - b);
  const main = wanted.at(-2) ?? wanted.at(-1);
  if (main === undefined) return { ...common, long: Math.min(common.long, mostSteps) };
  const long = foldedTo(main);
  return {
    short: wanted.at(-3) ?? Math.max(shortestShort, Math.round(long / parts.short)),
    long,
    longest: wanted.length > 1 ? (wanted.at(-1) ?? long) : parts.longest * long,
  };
}

/** A season too long to be the main one, such as a week alone, is followed by its days. */
function foldedTo(steps: number): number {
  let folded = steps;
  while (folded > mostSteps) folded = Math.round(folded / parts.longest);
  return folded;
}
