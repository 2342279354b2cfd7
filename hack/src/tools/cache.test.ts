import { expect, test } from 'vitest';
import { cacheDirectory } from './cache.ts';

test('the cache is where its own variable says, else below the cache of the user', () => {
  expect(cacheDirectory({ PRICECAST_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
  expect(cacheDirectory({ XDG_CACHE_HOME: '/b' })).toBe('/b/pricecast');
  expect(cacheDirectory({})).toMatch(/\/\.cache\/pricecast$/);
});
