import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMilliseconds } from './backoff.ts';

const bounds = { firstMilliseconds: 100, largestMilliseconds: 5_000 };

test.each([
  ['the first attempt waits half to all of the first pause', 1, 50, 100],
  ['each failure doubles the pause', 3, 200, 400],
  ['the pause has a largest', 20, 2_500, 5_000],
  ['also after a very long time', 100_000, 2_500, 5_000],
])('%s', (_name, attempt, least, most) => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
      const pause = backoffMilliseconds(attempt, bounds, random);
      expect(pause).toBeGreaterThanOrEqual(least);
      expect(pause).toBeLessThanOrEqual(most);
    }),
  );
});
