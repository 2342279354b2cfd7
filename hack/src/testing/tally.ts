import { z } from 'zod';

/** What one stage of the test run counted. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Full names of the skipped tests: a count alone would hide which. */
  readonly skipped: readonly string[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: [] };

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: [...all.skipped, ...one.skipped],
    }),
    nothing,
  );
}

/** The part of vitest's JSON report (which follows Jest's) that a tally needs. */
const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/**
 * Counts a vitest JSON report. A file that failed before its first test (a
 * syntax error, a failing hook) has no failed test in the report, and a run
 * may fail by an unhandled rejection alone: each counts as one failure.
 *
 * @throws {z.ZodError} when the report has another shape
 */
export function tallyVitest(report: unknown): Tally {
  const { success, numPassedTests, numFailedTests, testResults } = vitestReport.parse(report);
  const results = testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = numFailedTests + brokenFiles;
  return {
    passed: numPassedTests,
    failed: failed === 0 && !success ? 1 : failed,
    skipped: results
      .filter((test) => ['skipped', 'pending', 'todo'].includes(test.status))
      .map((test) => test.fullName),
  };
}

/** Skips that nobody allowed: a test that silently stopped running is a failure. */
export function unexpectedSkips(tally: Tally, allowed: readonly RegExp[]): readonly string[] {
  return tally.skipped.filter((name) => !allowed.some((pattern) => pattern.test(name)));
}

/** The closing line that CI reads. */
export function closingLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`;
}
