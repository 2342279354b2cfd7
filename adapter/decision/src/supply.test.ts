import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partitionShares } from './partition-skew.ts';
import { loadServedBy, replicasFor, supplyLadder } from './supply.ts';

test('without partitions the need is load over capacity, rounded up', () => {
  const ladder = supplyLadder(100, 50);
  expect([0, 1, 100, 101, 999_999].map((load) => replicasFor(ladder, load))).toEqual([0, 1, 1, 2, 50]);
});

test('counts that serve no more than a smaller one are left out: 12 even partitions', () => {
  const shares = partitionShares(new Array<number>(12).fill(5));
  expect(supplyLadder(100, 50, { shares, assignment: 'RoundRobin' }).map(({ replicas }) => replicas)).toEqual(
    [1, 2, 3, 4, 6, 12],
  );
});

test('one hot partition cannot be scaled out', () => {
  const ladder = supplyLadder(100, 50, { shares: partitionShares([97, 1, 1, 1]), assignment: 'Range' });
  expect(loadServedBy(ladder, 50)).toBeCloseTo(100 / 0.97);
});

test('the worst consumer of the fewest replicas stays below capacity, and one fewer would not do', () => {
  const rates = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 24 });
  fc.assert(
    fc.property(
      rates,
      fc.constantFrom('RoundRobin' as const, 'Range' as const),
      fc.integer({ min: 1, max: 500 }),
      (found, assignment, load) => {
        const ladder = supplyLadder(50, 100, { shares: partitionShares(found), assignment });
        const replicas = replicasFor(ladder, load);
        const top = ladder.at(-1)?.load ?? 0;
        if (load <= top) expect(loadServedBy(ladder, replicas)).toBeGreaterThanOrEqual(load * (1 - 1e-6));
        if (replicas > 1) expect(loadServedBy(ladder, replicas - 1)).toBeLessThan(load);
      },
    ),
  );
});
