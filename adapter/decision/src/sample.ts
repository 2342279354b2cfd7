/** Milliseconds since the epoch. Time comes from outside. */
export type Instant = number;

/** One sample of the demand, in its unit (for example requests or records per second). */
export interface Sample {
  readonly at: Instant;
  readonly load: number;
}
