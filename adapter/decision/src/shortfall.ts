import type { Instant, Sample } from './sample.ts';

/** What the ready replicas could serve at a moment. */
export interface ReadyMark {
  readonly at: Instant;
  readonly load: number;
}

/** What is kept to tell how long the workload was short. */
export interface ShortfallMemory {
  readonly sample: Sample | undefined;
  readonly marks: readonly ReadyMark[];
}

/** Time that was looked at since the last sample, and how much of it was short, in minutes. */
export interface Shortfall {
  readonly minutes: number;
  readonly shortMinutes: number;
}

/** Nothing seen yet. */
export const noShortfall: ShortfallMemory = { sample: undefined, marks: [] };

/** A gap between samples that is longer than so many intervals is not judged: nobody knows what came. */
const longestGapInIntervals = 3;

/**
 * Takes note of what the ready replicas serve now and, when a new sample has come, judges the time since the
 * one before: between two samples the demand is taken as the line between them.
 */
export function meterShortfall(
  memory: ShortfallMemory,
  seen: { readonly mark: ReadyMark; readonly sample: Sample; readonly intervalSeconds: number },
): { readonly memory: ShortfallMemory; readonly shortfall: Shortfall | undefined } {
  const { mark, sample, intervalSeconds } = seen;
  const before = memory.sample;
  const marks = [...memory.marks, mark];
  if (before !== undefined && sample.at <= before.at)
    return { memory: { sample: before, marks }, shortfall: undefined };
  const next = { sample, marks: marks.filter(({ at }) => at > sample.at) };
  const gap = before === undefined ? 0 : sample.at - before.at;
  if (before === undefined || gap > longestGapInIntervals * intervalSeconds * 1_000)
    return { memory: next, shortfall: undefined };
  const judged = marks.filter(({ at }) => at > before.at && at <= sample.at);
  if (judged.length === 0) return { memory: next, shortfall: undefined };
  const short = judged.filter(({ at, load }) => {
    const demand = before.load + ((sample.load - before.load) * (at - before.at)) / gap;
    return demand > load * (1 + 1e-9);
  });
  const minutes = gap / 60_000;
  return { memory: next, shortfall: { minutes, shortMinutes: (minutes * short.length) / judged.length } };
}
