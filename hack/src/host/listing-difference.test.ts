import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MachineListing } from './listing.ts';
import { listingDifferences } from './listing-difference.ts';

const empty: MachineListing = { processes: [], mounts: [], links: [], rules: [], parameters: [], groups: [] };

test('what came and what went is named by its kind', () => {
  const before = { ...empty, processes: ['sshd', 'bash'], links: ['eth0', 'lo'] };
  const after = { ...empty, processes: ['sshd', 'bash', 'bash'], links: ['lo'] };
  expect(listingDifferences(before, after)).toEqual([
    { kind: 'processes', gone: [], added: ['bash'] },
    { kind: 'links', gone: ['eth0'], added: [] },
  ]);
});

test('two listings are equal exactly when their sorted lines are', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const same = JSON.stringify([...before].sort()) === JSON.stringify([...after].sort());
      expect(listingDifferences({ ...empty, mounts: before }, { ...empty, mounts: after }).length === 0).toBe(
        same,
      );
    }),
  );
});
