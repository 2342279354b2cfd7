import { expect, test } from 'vitest';
import { isSelfSufficient } from './go-toolchain.ts';

test.each([
  ['go1.19.8', false],
  ['go1.20', false],
  ['go1.21.0', true],
  ['go1.26.8', true],
  ['devel go1.27-abc', true],
])('%s fetches newer toolchains by itself: %s', (version, expected) => {
  expect(isSelfSufficient(version)).toBe(expected);
});
