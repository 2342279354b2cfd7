import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelNames } from '../channel.ts';
import { decodePosition, encodePosition, type Position } from './position.ts';

const offsets = fc.array(fc.option(fc.maxSafeNat(), { nil: undefined }), { minLength: 1, maxLength: 40 });
const position: fc.Arbitrary<Position> = fc.record({
  cluster: fc.stringMatching(/^[A-Za-z0-9_-]{1,6}$/),
  offsets: fc.dictionary(fc.constantFrom(...channelNames), offsets, { noNullPrototype: true }),
});

test('what is written can be read, and needs no escape in a URL', () => {
  fc.assert(
    fc.property(position, (value) => {
      const text = encodePosition(value);
      expect(decodePosition(text)).toEqual(value);
      expect(encodeURIComponent(text)).toBe(text);
    }),
  );
});

test('positions of several answers join with a tilde', () => {
  const joined = decodePosition('abc123~t1.2~b5');
  expect(joined).toEqual({ cluster: 'abc123', offsets: { trades: [1, 2], bars: [5] } });
});

test.each([
  ['nothing', ''],
  ['words', 'the newest, please'],
  ['a line break', 'abc~t1\n'],
  ['a number too large', `abc~t${'z'.repeat(12)}`],
  ['something endless', `abc~t1${'.1'.repeat(10_000)}`],
])('%s is no position', (_, text) => {
  expect(decodePosition(text)).toBeUndefined();
});

test('a channel of a later version is passed over', () => {
  expect(decodePosition('abc~z1.2~t3')).toEqual({ cluster: 'abc', offsets: { trades: [3] } });
});
