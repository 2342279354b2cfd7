import { zoneOffsets } from './local-clock.ts';

export interface ClockQuestion {
  readonly stepSeconds: number;
  readonly startSeconds?: number;
  readonly timeZone?: string;
  /** Period in steps. */
  readonly season: number | undefined;
}

/** Turns of the season at an index of the history; with a start and a zone in local time, so that a day keeps its hours. */
export function seasonClock({
  stepSeconds,
  startSeconds,
  timeZone,
  season,
}: ClockQuestion): (time: number) => number {
  if (season === undefined) return () => 0;
  if (startSeconds === undefined || timeZone === undefined) return (time) => time / season;
  const offsetAt = zoneOffsets(timeZone);
  const period = season * stepSeconds;
  return (time) => {
    const instant = startSeconds + time * stepSeconds;
    return ((instant + offsetAt(instant)) % period) / period;
  };
}
