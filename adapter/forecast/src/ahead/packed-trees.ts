import type { GrownNode, Split } from './distribution-tree.ts';
import { LeafCounts, LeafPacker } from './leaf-counts.ts';
import type { StateReader, StateWriter } from './state-bytes.ts';

/** Bits of a split that name its bin; the others name its feature. */
const binBits = 6;
const binMask = (1 << binBits) - 1;

/**
 * Trees in four bytes for each split. The splits of a tree stand in the order of a walk that goes left first, each
 * with the number of splits on its left: the next split on the left is the next one, the right one follows after so
 * many, and as a tree has one leaf more than splits, the leaves are told by the same numbers.
 */
export class PackedTrees {
  /** Feature and bin. */
  readonly #splits: Uint16Array;
  readonly #onLeft: Uint16Array;
  /** First split of each tree, and the end of the last. */
  readonly #roots: Uint32Array;
  readonly #leaves: LeafCounts;

  private constructor(splits: Uint16Array, onLeft: Uint16Array, roots: Uint32Array, leaves: LeafCounts) {
    this.#splits = splits;
    this.#onLeft = onLeft;
    this.#roots = roots;
    this.#leaves = leaves;
  }

  /** `bins` are those of the outcome. */
  static pack(trees: readonly (readonly GrownNode[])[], bins: number): PackedTrees {
    const splits: number[] = [];
    const onLeft: number[] = [];
    const leaves = new LeafPacker(bins);
    const put = (nodes: readonly GrownNode[], node: GrownNode): void => {
      if (node.split === undefined) {
        leaves.add(node.counts ?? new Uint32Array(bins));
        return;
      }
      const at = splits.push(packedSplit(node.split)) - 1;
      put(nodes, nodes[node.left] as GrownNode);
      onLeft[at] = splits.length - at - 1;
      put(nodes, nodes[node.left + 1] as GrownNode);
    };
    const roots = trees.map((nodes) => {
      const root = splits.length;
      put(nodes, nodes[0] as GrownNode);
      return root;
    });
    return new PackedTrees(
      Uint16Array.from(splits),
      Uint16Array.from(onLeft),
      Uint32Array.from([...roots, splits.length]),
      leaves.packed(),
    );
  }

  static restore(from: StateReader): PackedTrees {
    const [splits, onLeft] = [from.array(Uint16Array), from.array(Uint16Array)];
    return new PackedTrees(splits, onLeft, from.array(Uint32Array), LeafCounts.restore(from));
  }

  save(to: StateWriter): void {
    for (const values of [this.#splits, this.#onLeft, this.#roots]) to.array(values);
    this.#leaves.save(to);
  }

  get count(): number {
    return this.#roots.length - 1;
  }

  /** Writes the counts of the leaf that a tree leads to into `counts`; returns the number of its rows. */
  leafOf(tree: number, binned: Uint8Array, counts: Uint32Array): number {
    let at = this.#roots[tree] as number;
    let leaf = at + tree;
    let splits = (this.#roots[tree + 1] as number) - at;
    while (splits > 0) {
      const split = this.#splits[at] as number;
      const left = this.#onLeft[at] as number;
      const isRight = (binned[split >> binBits] as number) > (split & binMask);
      at += isRight ? left + 1 : 1;
      leaf += isRight ? left + 1 : 0;
      splits = isRight ? splits - 1 - left : left;
    }
    return this.#leaves.read(leaf, counts);
  }
}

const packedSplit = ({ feature, bin }: Split): number => (feature << binBits) | bin;
