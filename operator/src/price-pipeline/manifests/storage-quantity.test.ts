import { describe, expect, test } from 'vitest';
import { largerStorage } from './storage-quantity.ts';

describe('the size of a volume', () => {
  test.each([
    ['a new volume has the wanted size', '8Gi', undefined, '8Gi'],
    ['an existing one grows', '20Gi', '8Gi', '20Gi'],
    ['an existing one never shrinks', '8Gi', '1Ti', '1Ti'],
    ['units are compared by what they mean', '2Gi', '2048Mi', '2Gi'],
    ['a spelling that nobody can read does not stand in the way', '8Gi', '8e9', '8Gi'],
  ])('%s', (_, wanted, existing, expected) => {
    expect(largerStorage(wanted, existing)).toBe(expected);
  });
});
