/** Cancels a timer; calling it twice does nothing more. */
export type Cancel = () => void;

/**
 * Time as an argument. Stamps that others read come from `now`; every duration, deadline and expiry comes from
 * `monotonicMs`, which never jumps when the wall clock is set.
 */
export interface Clock {
  now(): Date;
  monotonicMs(): number;
  /** Runs `callback` once, after `ms` milliseconds. */
  after(ms: number, callback: () => void): Cancel;
}

/** A number in [0, 1). */
export type Random = () => number;
