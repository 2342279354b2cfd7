import type { MachineListing } from './listing.ts';

/** Lines of one kind that are on one side only. */
export interface Difference {
  readonly kind: keyof MachineListing;
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

/** What differs between two listings; a line that occurs twice counts twice. Empty when they are equal. */
export function listingDifferences(before: MachineListing, after: MachineListing): readonly Difference[] {
  const kinds = Object.keys(before) as (keyof MachineListing)[];
  const differences = kinds.map((kind) => ({
    kind,
    gone: without(before[kind], after[kind]),
    added: without(after[kind], before[kind]),
  }));
  return differences.filter(({ gone, added }) => gone.length + added.length > 0);
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
