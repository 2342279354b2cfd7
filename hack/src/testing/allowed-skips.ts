/** A test that may be skipped, and why that is no loss of trust. */
export interface AllowedSkip {
  /** Matches the full name of the test. */
  readonly test: RegExp;
  readonly because: string;
}

/**
 * The whole list of tests that may be skipped. Every other skip fails the run,
 * so that no test can stop running unnoticed.
 */
export const allowedSkips: readonly AllowedSkip[] = [
  {
    test: /recorded (trades|bars)/,
    because:
      'the recorded exchange data may not be shipped with the project; PRICECAST_DATA names a folder that has it',
  },
];
