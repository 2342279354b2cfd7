import type { Judgement } from '@pricecast/runtime';

/** A symbol with trades that are known or feared to be missing. */
export interface LateSymbol {
  readonly symbol: string;
  /** Since when, milliseconds since the epoch. */
  readonly behindSince: number;
  /** Time of the newest trade that was handed on; 0 when there was none. */
  readonly tradeTime: number;
}

// A gap after a new connection is filled within moments; nobody has to hear of it.
const worthTellingMilliseconds = 5_000;

/** Whether all trades up to now were handed on, as a condition. `now` in milliseconds since the epoch. */
export function judgeBacklog(late: readonly LateSymbol[], now: number): Judgement {
  const type = 'CaughtUp';
  const lasting = late.filter(({ behindSince }) => now - behindSince >= worthTellingMilliseconds);
  const [oldest] = lasting.toSorted((left, right) => left.tradeTime - right.tradeTime);
  if (oldest === undefined) {
    return { type, status: 'True', reason: 'CaughtUp', message: 'No trade is known to be missing' };
  }
  const at = oldest.tradeTime === 0 ? 'its beginning' : new Date(oldest.tradeTime).toISOString();
  const message = `${lasting.length} symbols wait for older trades; ${oldest.symbol} stands at ${at}`;
  return { type, status: 'False', reason: 'Backfilling', message };
}
