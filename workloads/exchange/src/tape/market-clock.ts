/** How far a market has been played, and when that was. */
export interface MarketClock {
  readonly wallMs: number;
  readonly marketMs: number;
}

/** One stretch of play: market time up to `to.marketMs` is due. */
export interface ClockStep {
  readonly to: MarketClock;
  /** The wall time at which a trade of this stretch happens, in whole milliseconds. */
  wallTimeOf(atMs: number): number;
}

// A machine that slept for hours must not pour out hours of trades when it wakes.
const mostCatchUpMs = 5_000;

/** Plays on to `nowMs`, `speed` milliseconds of market in one of wall time; never back. */
export function advanceClock(clock: MarketClock, nowMs: number, speed: number): ClockStep {
  const elapsedMs = Math.min(mostCatchUpMs, Math.max(0, nowMs - clock.wallMs));
  const fromMs = nowMs - elapsedMs;
  return {
    to: { wallMs: nowMs, marketMs: clock.marketMs + elapsedMs * speed },
    wallTimeOf: (atMs) => Math.floor(fromMs + Math.max(0, atMs - clock.marketMs) / speed),
  };
}
