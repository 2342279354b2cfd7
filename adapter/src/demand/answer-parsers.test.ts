import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DemandError } from './demand-error.ts';
import { numberIn } from './http/value-path.ts';
import { sumOfMetric } from './pods/metrics-text.ts';
import { onlySeries } from './prometheus/query-answer.ts';
import { entriesOf, firstGroup } from './redis/stream-info.ts';

/** Whoever serves a source writes what they like: none of it may end the process, or become a number that nobody wrote. */
const anything = fc.string({ maxLength: 300, unit: 'binary' });
function finiteOrNothing(value: number | undefined): void {
  expect(value === undefined || Number.isFinite(value), String(value)).toBe(true);
}

describe('metrics of a pod', () => {
  const piece = fc.constantFrom(
    ...['load', 'loads', 'load{', '{a="', '"', '\\', '}', ' ', '\t', '\n', '# HELP load', ',', '='],
    ...['1', '-1', '1e308', '-1e308', 'NaN', '+Inf', '0x10', '1_0', '١', '\u0000'],
  );
  const text = fc.oneof(
    anything,
    fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
  );

  test('are a finite sum or nothing', () => {
    fc.assert(
      fc.property(text, (answer) => finiteOrNothing(sumOfMetric(answer, 'load'))),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['labels that never end', `load{${'a'.repeat(4_000_000)}`],
    ['a quoted label that never ends', `load{a="${'\\"'.repeat(2_000_000)}`],
    ['nothing but quotes', `load{${'""'.repeat(2_000_000)}`],
    ['a long value', `load ${'9'.repeat(4_000_000)}`],
    ['a sum that no number holds', 'load 1e308\nload 1e308\n'],
  ])('of %s are nothing, and soon', (_, answer) => {
    expect(sumOfMetric(answer, 'load')).toBeUndefined();
  });
});

test('an answer of Prometheus is a series of numbers, or refused with a sentence', () => {
  const sample = fc.tuple(
    fc.oneof(fc.double(), anything),
    fc.oneof(anything, fc.constantFrom('1', 'NaN', '+Inf')),
  );
  const result = fc.oneof(
    fc.array(fc.record({ value: sample, values: fc.array(sample) }, { requiredKeys: [] })),
    sample,
    anything,
  );
  const answer = fc.oneof(
    anything,
    fc.json(),
    fc
      .record({
        status: fc.constantFrom('success', 'error', '__proto__'),
        data: fc.record({ resultType: fc.constantFrom('vector', 'matrix', 'scalar', 'string', 'x'), result }),
        errorType: anything,
        error: anything,
      })
      .map((body) => JSON.stringify(body)),
  );
  fc.assert(
    fc.property(answer, (text) => {
      try {
        for (const { value } of onlySeries(text)) finiteOrNothing(value);
      } catch (error) {
        if (!(error instanceof DemandError)) throw error;
      }
    }),
    { numRuns: 1_000 },
  );
});

describe('a JSON document', () => {
  test('has a finite number at a path, or nothing', () => {
    const path = fc.constantFrom('a', 'a.b', 'a.0', '__proto__', 'constructor.name', 'a.length', '');
    const document = fc.oneof(
      anything,
      fc.json(),
      fc
        .record({ a: fc.oneof(fc.double(), anything, fc.array(fc.double())) })
        .map((body) => JSON.stringify(body)),
      fc.constantFrom('{"a":1e999}', '{"a":"1e999"}'),
    );
    fc.assert(fc.property(document, path, (text, place) => finiteOrNothing(numberIn(text, place))));
  });

  test.each([
    ['lists within lists', `${'['.repeat(500_000)}1${']'.repeat(500_000)}`],
    ['objects within objects', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
  ])('of %s has none, and soon', (_, text) => {
    expect(numberIn(text, 'a.a.b')).toBeUndefined();
  });
});

test('what Redis says of a stream is a number or nothing', () => {
  const fields = fc.array(fc.oneof(fc.constantFrom('name', 'g', 'lag', 'entries-added'), fc.anything()));
  fc.assert(
    fc.property(fc.oneof(fields, fc.array(fields), fc.anything()), (answer) => {
      const group = firstGroup(answer, 'g');
      for (const value of [entriesOf(answer), group?.read, group?.lag])
        expect(['number', 'undefined']).toContain(typeof value);
    }),
  );
});
