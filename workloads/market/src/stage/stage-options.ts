/** How trades become bars, features and alerts. */
export interface StageOptions {
  /** Seconds of event time that a bar waits for late trades. */
  readonly latenessSeconds: number;
  /** Seconds that an event time may lie ahead of the clock. */
  readonly futureSeconds: number;
  /** Windows of the features in seconds; whole minutes are used. */
  readonly windowsSeconds: readonly number[];
  /** Most alerts that are opened for a symbol in a UTC day. */
  readonly alertsPerDay: number;
}

/**
 * Options where the pipeline does not say otherwise. Trades of a symbol come in the order of their ids, so that two
 * seconds are for a clock of the exchange that is put back, not for the network; clocks may differ by 5 s either way.
 */
export const defaultStageOptions: StageOptions = {
  latenessSeconds: 2,
  futureSeconds: 10,
  windowsSeconds: [60, 300, 900],
  alertsPerDay: 5,
};
