import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cacheKey, contentHash } from './cache-key.ts';

test('a tool whose version says it all has no hash in its key', () => {
  expect(cacheKey({ name: 'helm', version: '4.2.4' })).toBe('helm-4.2.4');
});

test('a key changes when an input does and stays when none does', () => {
  const key = (text: string) =>
    cacheKey({ name: 'control-plane', version: '1.36.2', inputs: ['go.mod', text] });
  expect(key('main.go')).toBe(key('main.go'));
  expect(key('main.go')).not.toBe(key('main.go '));
  expect(key('main.go')).toMatch(/^control-plane-1\.36\.2-[0-9a-f]{12}$/);
});

test('where one text ends and the next begins counts', () => {
  const texts = fc.array(fc.string(), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      expect(contentHash(a) === contentHash(b)).toBe(same);
    }),
  );
  expect(contentHash(['ab', 'c'])).not.toBe(contentHash(['a', 'bc']));
});
