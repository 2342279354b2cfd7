import { describe, expect, it } from 'vitest';
import { formatKey, parseKey } from './object-key.ts';
import { compareResourceVersions } from './resource-version.ts';

describe('keys', () => {
  for (const [text, key] of [
    ['ns/name', { namespace: 'ns', name: 'name' }],
    ['name', { namespace: '', name: 'name' }],
  ] as const) {
    it(`reads and writes ${text}`, () => {
      expect(parseKey(text)).toEqual(key);
      expect(formatKey(key)).toBe(text);
    });
  }
});

describe('compareResourceVersions', () => {
  for (const [a, b, sign] of [
    ['9', '10', -1],
    ['10', '9', 1],
    ['123', '123', 0],
    ['', '1', -1],
    ['99999999999999999998', '99999999999999999999', -1],
  ] as const) {
    it(`puts "${a}" and "${b}" in order`, () => {
      expect(Math.sign(compareResourceVersions(a, b))).toBe(sign);
    });
  }
});
