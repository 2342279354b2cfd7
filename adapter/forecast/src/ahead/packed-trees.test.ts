import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GrownNode, growTree } from './distribution-tree.ts';
import { LeafPacker } from './leaf-counts.ts';
import { PackedTrees } from './packed-trees.ts';
import { seededRandom } from './random.ts';

const width = 3;
const bins = 5;

function leafOf(nodes: readonly GrownNode[], binned: Uint8Array): number[] {
  let node = nodes[0];
  while (node?.split !== undefined) {
    const { feature, bin } = node.split;
    node = nodes[node.left + ((binned[feature] ?? 0) > bin ? 1 : 0)];
  }
  return Array.from(node?.counts ?? []);
}

test('packed trees lead every row to the leaf that the grown ones lead it to', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 400 }), (seed, rows) => {
      const random = seededRandom(seed);
      const binned = Uint8Array.from({ length: rows * width }, () => Math.floor(48 * random()));
      const guides = Float64Array.from({ length: rows }, (_, row) => (binned[row] ?? 0) * random());
      const outcomeBins = Uint8Array.from(guides, (guide) => Math.floor(guide / 10));
      const table = { binned, width, guides, outcomeBins, bins };
      const trees = [growTree(table, random), growTree(table, random)];
      const packed = PackedTrees.pack(trees, bins);
      const counts = new Uint32Array(bins);
      for (let row = 0; row < rows; row += 1)
        trees.forEach((nodes, tree) => {
          const features = Uint8Array.from(
            { length: width },
            (_, column) => binned[column * rows + row] ?? 0,
          );
          const total = packed.leafOf(tree, features, counts);
          expect(Array.from(counts)).toEqual(leafOf(nodes, features));
          expect(total).toBe(counts.reduce((sum, count) => sum + count, 0));
        });
    }),
    { numRuns: 25 },
  );
});

test('leaves read as they were packed, in any order', () => {
  const bins = 19;
  const count = fc.oneof(fc.constant(0), fc.nat(70));
  const leaf = fc.array(count, { minLength: bins, maxLength: bins });
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 40 }), (leaves) => {
      const packer = new LeafPacker(bins);
      for (const counts of leaves) packer.add(Uint32Array.from(counts));
      const packed = packer.packed();
      const read = new Uint32Array(bins);
      for (const [index, counts] of [...leaves.entries()].reverse()) {
        packed.read(index, read);
        expect(Array.from(read)).toEqual(counts);
      }
    }),
  );
});
