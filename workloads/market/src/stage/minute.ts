import type { Bar } from '../bar.ts';
import type { ClosedBar } from './bar-builder.ts';

/** Length of a minute in milliseconds. */
export const minuteMilliseconds = 60_000;

/** What is kept of a minute in which something was traded, as plain JSON. */
export interface Minute {
  /** Whole minutes from 1970-01-01T00:00:00Z to its start. */
  readonly index: number;
  readonly close: number;
  /** Mean price of the minute, each price weighted by the time it stood. */
  readonly timeWeightedPrice: number;
  readonly volume: number;
  readonly trades: number;
  readonly lastId: number;
  /** True when the ids follow on the minute before: nothing was traded between the two. */
  readonly followsOn: boolean;
}

/** The minute of a closed bar of 60 s behind the minute before it. */
export function minuteOf(
  { bar, priceTime, firstTime, lastTime }: ClosedBar,
  before: Minute | undefined,
): Minute {
  const close = Number(bar.close);
  const followsOn = before !== undefined && bar.firstId === before.lastId + 1;
  const standing = before !== undefined && followsOn ? before.close : Number(bar.open);
  const integral =
    standing * (firstTime - bar.start) + priceTime + close * (bar.start + minuteMilliseconds - lastTime);
  return {
    index: minuteIndex(bar),
    close,
    timeWeightedPrice: integral / minuteMilliseconds,
    volume: Number(bar.volume),
    trades: bar.trades,
    lastId: bar.lastId,
    followsOn,
  };
}

/** Whole minutes from 1970-01-01T00:00:00Z to the start of the bar. */
function minuteIndex({ start }: Bar): number {
  return Math.floor(start / minuteMilliseconds);
}
