import type { Bar } from '@pricecast/market';

/** One minute of a symbol as models see it. */
export interface MinuteSample {
  /** Whole minutes from 1970-01-01T00:00:00Z to its start. */
  readonly index: number;
  readonly close: number;
  /** Logarithm of the close over that of the minute before. */
  readonly logReturn: number;
  /** Logarithm of the high over the low. */
  readonly logRange: number;
  /** Variance of the minute by its open, high, low and close. */
  readonly variance: number;
  readonly volume: number;
  readonly trades: number;
}

/** A minute of the grid: its sample, or the word that trades of it are missing. */
export type GridMinute = MinuteSample | 'Missing';

/** Longest run of minutes that is filled in; behind a longer one the grid begins anew. */
const longestGap = 1_440;

/**
 * Lays bars of 60 s on a grid without holes. Where ids show that nothing was traded, minutes stand still with a
 * volume of 0; where trades are missing, so are the minutes, and the one behind them has no return.
 */
export class MinuteGrid {
  #newest: { readonly index: number; readonly close: number; readonly lastId: number } | undefined;

  /** Start of the newest minute, in whole minutes since the epoch; undefined before the first. */
  get newestIndex(): number | undefined {
    return this.#newest?.index;
  }

  /** The minutes up to and with this bar that are new, oldest first; none for a bar that came before. */
  add(bar: Bar): readonly GridMinute[] {
    const index = Math.floor(bar.start / 60_000);
    const before = this.#newest;
    const sample = sampleOf(bar, index, before?.close);
    if (before !== undefined && index <= before.index) return [];
    this.#newest = { index, close: sample.close, lastId: bar.lastId };
    if (before === undefined || index - before.index > longestGap) return ['Missing'];
    const between = Array.from({ length: index - before.index - 1 }, (_, at) => before.index + 1 + at);
    if (bar.firstId === before.lastId + 1) {
      return [...between.map((quiet) => standStill(quiet, before.close)), sample];
    }
    return [...between.map(() => 'Missing' as const), between.length > 0 ? 'Missing' : sample];
  }
}

function sampleOf(bar: Bar, index: number, before = Number(bar.open)): MinuteSample {
  const [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const logRange = Math.log(high / low);
  return {
    index,
    close,
    logReturn: Math.log(close / before),
    logRange,
    variance: garmanKlass(logRange, Math.log(close / open)),
    volume: Number(bar.volume),
    trades: bar.trades,
  };
}

/** Variance of an interval from its range and its return (Garman and Klass, Journal of Business 53 (1980), eq. 20). */
function garmanKlass(logRange: number, logReturn: number): number {
  return Math.max(0, 0.5 * logRange ** 2 - (2 * Math.LN2 - 1) * logReturn ** 2);
}

function standStill(index: number, close: number): MinuteSample {
  return { index, close, logReturn: 0, logRange: 0, variance: 0, volume: 0, trades: 0 };
}
