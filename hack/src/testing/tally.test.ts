import { describe, expect, test } from 'vitest';
import { closingLine, sum, tallyVitest, unexpectedSkips } from './tally.ts';

const file = (status: string, tests: Record<string, string>) => ({
  status,
  assertionResults: Object.entries(tests).map(([fullName, state]) => ({ fullName, status: state })),
});

const report = (success: boolean, ...testResults: ReturnType<typeof file>[]) => {
  const states = testResults.flatMap((result) => result.assertionResults.map((each) => each.status));
  return {
    success,
    numPassedTests: states.filter((state) => state === 'passed').length,
    numFailedTests: states.filter((state) => state === 'failed').length,
    testResults,
  };
};

describe('a vitest report', () => {
  const rows: [string, object, string][] = [
    [
      'of passing tests is all passed',
      report(true, file('passed', { a: 'passed', b: 'passed' })),
      '2 passed, 0 failed, 0 skipped',
    ],
    [
      'with a failing test counts it once',
      report(false, file('failed', { a: 'failed', b: 'passed' })),
      '1 passed, 1 failed, 0 skipped',
    ],
    [
      'with a file that did not load counts the file',
      report(false, file('failed', {})),
      '0 passed, 1 failed, 0 skipped',
    ],
    [
      'that failed outside any test is not green',
      report(false, file('passed', { a: 'passed' })),
      '1 passed, 1 failed, 0 skipped',
    ],
    [
      'names what it skipped',
      report(true, file('passed', { a: 'skipped', b: 'todo' })),
      '0 passed, 0 failed, 2 skipped',
    ],
  ];
  test.each(rows)('%s', (_, json, line) => {
    expect(closingLine(tallyVitest(json))).toBe(line);
  });

  test('of another shape is refused', () => {
    expect(() => tallyVitest({ passed: 3 })).toThrow();
  });
});

test('stages add up', () => {
  const all = sum([
    { passed: 2, failed: 0, skipped: ['x'] },
    { passed: 1, failed: 1, skipped: [] },
  ]);
  expect(closingLine(all)).toBe('3 passed, 1 failed, 1 skipped');
});

test('a skip outside the named list is reported by name', () => {
  const tally = { passed: 0, failed: 0, skipped: ['replays real trades', 'forgotten test'] };
  expect(unexpectedSkips(tally, [/^replays real trades/])).toEqual(['forgotten test']);
});
