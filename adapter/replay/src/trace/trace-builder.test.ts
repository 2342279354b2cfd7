import { expect, test } from 'vitest';
import { TraceBuilder } from './trace-builder.ts';

/** A builder that keeps a thousand rows, given so many rows a second apart that rise and fall with a peak. */
function fed(rows: number, secondsApart = 1) {
  const builder = new TraceBuilder(1_000);
  let most = 0;
  for (let row = 0; row < rows; row += 1) {
    builder.add(1_700_000_000 + row * secondsApart, row % 100 === 7 ? 90 : 10, row + 2);
    most = Math.max(most, builder.length);
  }
  return { trace: builder.build(), most };
}

test('few rows are kept as they are', () => {
  const { trace } = fed(1_000);
  expect([trace.times.length, trace.joined]).toEqual([1_000, undefined]);
});

test.each([
  [10_000, 15],
  [20_000, 30],
  [50_000, 60],
])(
  '%d rows a second apart become steps of %d s, and no more than a thousand rows are ever kept',
  (rows, step) => {
    const { trace, most } = fed(rows);
    expect(trace.joined).toEqual({ rows, stepSeconds: step });
    expect(most).toBeLessThanOrEqual(1_001);
    expect(trace.times.length).toBe(Math.ceil(rows / step));
    expect(trace.times[1]).toBe(1_700_000_000 + 2 * step - 1);
  },
);

test('a joined row is the largest of its step, so that no peak is lost', () => {
  const { trace } = fed(10_000);
  expect(trace.loads.filter((load) => load === 90).length).toBe(100);
});

test('beyond what minutes can hold memory follows the minutes', () => {
  const { trace, most } = fed(300_000);
  expect(trace.times.length).toBe(5_000);
  expect(most).toBe(5_000);
});

test('rows a minute apart are never joined', () => {
  const { trace } = fed(3_000, 60);
  expect([trace.times.length, trace.joined]).toEqual([3_000, undefined]);
});

test('a trace that grows too long is refused at the row at which it does', () => {
  const builder = new TraceBuilder();
  builder.add(1_000, 1, 2);
  expect(() => builder.add(1_000 + 1_501 * 86_400, 1, 3)).toThrow(
    /line 3: the rows span more than 1500 days/,
  );
});
