import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberReader } from './number-reader.ts';

/** What is read out of the middle of some bytes. */
const read = (text: string) => new NumberReader(Buffer.from(`7${text}7`)).read(1, text.length + 1);

test.each([
  ['29395437', 29_395_437],
  ['0', 0],
  ['-0', -0],
  ['-12.5', -12.5],
  ['.5', 0.5],
  ['5.', 5],
  ['0.000012345678', 0.000_012_345_678],
  ['1.5e-7', 1.5e-7],
  ['1e21', 1e21],
  ['123456789012345678', Number('123456789012345678')],
])('%s is read', (text, value) => {
  expect(read(text)).toBe(value);
});

test.each(['', '-', '.', '1.2.3', '1,5', 'x', 'NaN'])('%j is no number', (text) => {
  expect(read(text)).toBeNaN();
});

test('whatever is written is read as Number reads it', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 1, max: 17 }),
      (value, digits) => {
        for (const text of [String(value), value.toPrecision(digits), String(Number(value.toPrecision(9)))])
          expect(read(text)).toBe(Number(text));
      },
    ),
    { numRuns: 2_000 },
  );
});
